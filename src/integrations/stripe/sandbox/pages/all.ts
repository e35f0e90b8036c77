import { confirmPages } from '../actions/confirm.pages.js';
import { checkoutPages } from '../checkout/checkout.pages.js';
import { onboardingPages } from '../connect/onboarding.pages.js';
import { portalPages } from '../portal/portal.pages.js';
import type { PageRoute } from './pages.js';

/** Every page the sandbox shows. */
export const pages: readonly PageRoute[] = [...checkoutPages, ...confirmPages, ...onboardingPages, ...portalPages];
