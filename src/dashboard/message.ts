/** The whole set; a name never comes from data. */
export type MessageName = 'hello' | 'changed' | 'feed' | 'bye';

/** One message of the stream. JSON keeps line breaks out of the fields, so that no value can become a field of its own. */
export function message(name: MessageName, data: object, id?: string): string {
  const head = id === undefined ? '' : `id: ${/^\d+:\d+$/.test(id) ? id : '0:0'}\n`;
  return `event: ${name}\n${head}data: ${JSON.stringify(data)}\n\n`;
}
