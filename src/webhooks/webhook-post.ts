import { Webhook } from 'standardwebhooks';
import { deadline } from '../outbound/deadline.js';
import { type Outbound, outboundProblem, type OutboundProblem } from '../outbound/outbound.js';

/** Within this time a target has to answer. */
const ANSWER_WITHIN_MS = 15_000;
const USER_AGENT = 'service-level-catalogue (webhooks)';

/**
 * `status`: an answer that is not 2xx; `redirect`: one that leads elsewhere, which is not followed; `secret_unreadable`: the
 * secret was encrypted under another SESSION_SECRET.
 */
export type DeliveryProblem = OutboundProblem | 'status' | 'redirect' | 'secret_unreadable';

export interface Message {
  webhookId: string;
  no: number;
  messageId: string;
  url: string;
  /** undefined where it cannot be decrypted. */
  secret: string | undefined;
  body: string;
}

/** What came of an attempt; it succeeded where there is no problem. */
export interface Outcome {
  httpStatus: number | null;
  problem: DeliveryProblem | null;
}

/** Sends a message once, signed as Standard Webhooks prescribes. Never throws for what the other side does. */
export async function postMessage(
  outbound: Outbound,
  { messageId, url, secret, body }: Message,
  at: Date,
  stopped: AbortSignal,
): Promise<Outcome> {
  if (secret === undefined) return { httpStatus: null, problem: 'secret_unreadable' };
  const headers = {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    'user-agent': USER_AGENT,
    'webhook-id': messageId,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(messageId, at, body),
  };
  const { signal, clear } = deadline(ANSWER_WITHIN_MS, stopped);
  try {
    const response = await outbound.send(url, { method: 'POST', headers, body }, signal);
    response.destroy();
    const httpStatus = response.statusCode ?? 0;
    return { httpStatus, problem: problemOfStatus(httpStatus) };
  } catch (error) {
    return { httpStatus: null, problem: outboundProblem(error, signal) };
  } finally {
    clear();
  }
}

function problemOfStatus(status: number): DeliveryProblem | null {
  if (status >= 200 && status < 300) return null;
  return status >= 300 && status < 400 ? 'redirect' : 'status';
}
