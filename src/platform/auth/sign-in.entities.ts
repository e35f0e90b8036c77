import { Admin } from './admin.entity.js';
import { SessionRow } from './session.entity.js';
import { SignInLinkRow } from './sign-in-link.entity.js';

export const signInEntities = [Admin, SessionRow, SignInLinkRow];
