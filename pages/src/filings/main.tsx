import { showPage } from '../frame/frame.js';
import { Filings } from './filings.js';

showPage('filings', () => <Filings />);
