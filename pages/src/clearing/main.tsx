import { showPage } from '../frame/frame.js';
import { Clearing } from './clearing.js';

showPage('clearing', () => <Clearing />);
