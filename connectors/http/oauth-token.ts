import { z } from 'zod';
import type { Credential } from './credential.ts';
import { parseAs } from './parse-as.ts';

/** AppDynamics' own default, for an answer that does not say. */
const unsaidLifeSeconds = 300;
const marginMs = 30_000;

const tokenAnswer = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().nonnegative().nullish().catch(null),
});

interface Token {
  readonly header: string;
  readonly renewAt: number;
}

/**
 * An OAuth token, kept and renewed before it expires (000-266): 30 seconds before, or a fifth of its life when that is less,
 * since lives of seconds are legal. Callers side by side wait for one request; a failed one is forgotten, not kept.
 */
export class OAuthToken implements Credential {
  private readonly ask: () => Promise<unknown>;
  private readonly place: string;
  private readonly now: () => number;
  private current: Token | null = null;
  private pending: Promise<Token> | null = null;

  /** `ask` makes the token request and gives back its JSON; `place` names it in messages. */
  constructor(ask: () => Promise<unknown>, place: string, now: () => number) {
    this.ask = ask;
    this.place = place;
    this.now = now;
  }

  async header(): Promise<string> {
    if (this.current && this.now() < this.current.renewAt) return this.current.header;
    return (await this.request()).header;
  }

  async renew(refused: string): Promise<boolean> {
    if (this.current === null || this.current.header === refused) {
      this.current = null;
      await this.request();
    }
    return true;
  }

  private request(): Promise<Token> {
    this.pending ??= this.fetch().finally(() => {
      this.pending = null;
    });
    return this.pending;
  }

  private async fetch(): Promise<Token> {
    const askedAt = this.now();
    const answer = parseAs(tokenAnswer, await this.ask(), this.place);
    const lifeMs = (answer.expires_in ?? unsaidLifeSeconds) * 1000;
    this.current = {
      header: `Bearer ${answer.access_token}`,
      renewAt: askedAt + lifeMs - Math.min(marginMs, lifeMs / 5),
    };
    return this.current;
  }
}
