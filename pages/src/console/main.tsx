import { showPage } from '../frame/frame.js';
import { Console } from './console.js';

showPage('console', () => <Console />);
