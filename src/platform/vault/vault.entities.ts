import { VaultKey } from './vault-key.entity.js';

export const vaultEntities = [VaultKey];
