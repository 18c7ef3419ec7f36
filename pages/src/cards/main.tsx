import { showPage } from '../frame/frame.js';
import { Cards } from './cards.js';

showPage('cards', () => <Cards />);
