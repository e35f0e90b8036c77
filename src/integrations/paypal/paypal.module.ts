import { Module } from '@nestjs/common';
import { PayPalCertificates } from './paypal-certificates.js';
import { PayPalSignatures } from './paypal-signatures.js';

@Module({ providers: [PayPalCertificates, PayPalSignatures], exports: [PayPalSignatures] })
export class PayPalModule {}
