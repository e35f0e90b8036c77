import { Module } from '@nestjs/common';
import { Admins } from './admins.js';
import { Sessions } from './sessions.js';
import { SignInLinks } from './sign-in-link.js';

@Module({
  providers: [Sessions, SignInLinks, Admins],
  exports: [Sessions, SignInLinks, Admins],
})
export class SignInModule {}
