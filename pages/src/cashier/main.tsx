import { showPage } from '../frame/frame.js';
import { Cashier } from './cashier.js';

showPage('cashier', () => <Cashier />);
