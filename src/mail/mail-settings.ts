/** How mail leaves; null where it does not. */
export interface MailSettings {
  /** `smtp://` or `smtps://`, with user and password where the server asks for them. */
  smtpUrl: string;
  from: { name: string; address: string };
}

export const MAIL_SETTINGS = Symbol('mail settings');
