import { showPage } from '../frame/frame.js';
import { Days } from './days.js';

showPage('days', () => <Days />);
