/** Sign-in, gate and back office. @throws NotBuilt */
export { mount as mountAdmin } from './mount.js';
