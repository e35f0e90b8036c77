const LINES = {
  verify: ['[--only I01,P3] [--since 2026-11-01] [--deep] [--json] [--no-record]', 'runs every proof, or those named'],
  migrate: ['[up|down|status]', 'brings the store to this version, one step back, or says where it is'],
  keys: ['create <name> [preset] | revoke <id>', 'makes an API key, shown once, or ends one'],
  admin: ['create <e-mail>', 'makes the owner, who may sign in; the password is read from standard input'],
  secrets: [
    '[list | add <label> | end <label> [<instant>]]',
    'rolls what Stripe signs its webhooks with; a secret is read from standard input',
  ],
  sync: ['[--json]', "compares the provider's events and objects with ours, and puts in what is missing"],
  reconcile: ['[--layer events,money,payouts,objects,books] [--json]', 'compares every layer, or those named'],
  hold: [
    '[status | set [channel] | release <channel>]',
    'keeps what leaves from leaving, and lets it go channel by channel',
  ],
  replay: [
    '--shadow [--shuffle <seed>] [--until <instant>] [--json]',
    'folds every event again in memory, and compares with what stands',
  ],
} as const;

export type Command = keyof typeof LINES;

/** One line a command. */
export const HELP = [
  'usage: npm run revenue -- <command>',
  ...Object.entries(LINES).map(([name, [takes, does]]) => `  ${name} ${takes}   ${does}`),
  'Exit codes: 0 done, 1 something was found, 2 it could not run.',
].join('\n');
