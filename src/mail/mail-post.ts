import type { MailSettings } from './mail-settings.js';

const WITHIN_MS = 15_000;
const PROBLEM_LENGTH = 300;

export interface Letter {
  recipient: string;
  subject: string;
  body: string;
  messageId: string;
}

export interface Posted {
  /** Null where the server has taken the message over. */
  problem: string | null;
  /** The server will not take it at any time either. */
  isFinal: boolean;
}

/** Hands a message to the mail server. Never throws for what the server does. */
export async function postMail(
  { smtpUrl, from }: MailSettings,
  { recipient, subject, body, messageId }: Letter,
): Promise<Posted> {
  // Opened with the first message: many catalogues send none.
  const { createTransport } = await import('nodemailer');
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: WITHIN_MS,
    greetingTimeout: WITHIN_MS,
    socketTimeout: WITHIN_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.sendMail({
      from,
      to: { name: '', address: recipient },
      subject,
      text: body,
      messageId,
      // RFC 3834: no machine is to answer it.
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
    return { problem: null, isFinal: false };
  } catch (error) {
    const { code, responseCode, command, message } = error as {
      code?: unknown;
      responseCode?: unknown;
      command?: unknown;
      message?: unknown;
    };
    // An error of the connection or of the dialogue has a code; one without is a fault of this program.
    if (typeof code !== 'string') throw error;
    return {
      problem: String(message).slice(0, PROBLEM_LENGTH),
      // RFC 5321, 4.2.1: a refusal of the recipient or the content for good. A refused password may be mended.
      isFinal: typeof responseCode === 'number' && responseCode >= 500 && !String(command).startsWith('AUTH'),
    };
  } finally {
    transport.close();
  }
}
