export { SubjectKey } from './subject-key.js';
export { Vault } from './vault.js';
export { VaultModule } from './vault.module.js';
