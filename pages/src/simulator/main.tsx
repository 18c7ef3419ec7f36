import { showPage } from '../frame/frame.js';
import { Simulator } from './simulator.js';

showPage('simulator', () => <Simulator />);
