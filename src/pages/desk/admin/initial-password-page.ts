import type { FastifyReply } from 'fastify';
import type { CallerRequest } from '../../../accounts/caller.js';
import type { GivenPassword } from '../../../accounts/initial-password.js';
import type { Views } from '../../views.service.js';

/**
 * Shows a password that the system made: there is no address at which it could be read again.
 * @param done what was done, by the name of its text
 */
export function initialPasswordPage(
  views: Views,
  request: CallerRequest,
  reply: FastifyReply,
  done: 'done_added' | 'done_password',
  given: GivenPassword & { username: string },
): string {
  void reply.header('cache-control', 'no-store');
  return views.page(request, reply, 'desk/admin/initial-password', {
    title: views.text(request, 'deskAccounts:initialTitle'),
    path: `/desk/accounts/${given.username}`,
    desk: '/desk/accounts',
    done: views.text(request, `deskAccounts:${done}`),
    given,
  });
}
