import { showPage } from '../frame/frame.js';
import { Cashier } from './cashier.js';
import { claimBills } from './kept-sale.js';

await claimBills();
showPage('cashier', () => <Cashier />);
