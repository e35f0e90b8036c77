import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** Sign-in, gate and back office. AdminJS is large, so it is loaded only where it is mounted. @throws NotBuilt */
export async function mountAdmin(app: NestFastifyApplication): Promise<void> {
  const { mount } = await import('./mount.js');
  await mount(app);
}
