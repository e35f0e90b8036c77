/** Which rule an address breaks: where it leads, or how it is written. */
export type AddressRule = 'scheme' | 'credentials' | 'fragment' | 'port' | 'address';

/** An outgoing request was not made. Data for a row, never thrown at a client. */
export class AddressRefused extends Error {
  readonly code = 'ADDRESS_REFUSED';

  constructor(readonly rule: AddressRule) {
    super(RULES[rule]);
    this.name = 'AddressRefused';
  }
}

export const RULES: Readonly<Record<AddressRule, string>> = {
  scheme: 'The address must begin with https://; while developing, http://localhost on any port will do.',
  credentials: 'The address must not carry a name or a password.',
  fragment: 'The address must not have a fragment.',
  port: 'The port must be 443 or 8443, unless the range is allowed by WEBHOOK_ALLOWED_SUBNETS.',
  address: 'The address is not on the public internet, nor allowed by WEBHOOK_ALLOWED_SUBNETS.',
};
