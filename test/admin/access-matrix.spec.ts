import type { INestApplication } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { METHOD_METADATA } from '@nestjs/common/constants.js';
import { expect, it } from 'vitest';
import { ACCESS } from '../../src/accounts/access.guard.js';
import { AccountsService } from '../../src/accounts/accounts.service.js';
import {
  ACCESS_RULES,
  type AccessRule,
  type AccessRuleId,
  reachOf,
} from '../../src/accounts/access-rules.js';
import { KeysService } from '../../src/accounts/keys.service.js';
import { type Role, ROLES } from '../../src/accounts/roles.js';
import { type OpenApi, OpenApiDocument } from '../../src/openapi/openapi-document.service.js';
import { operationsOf } from '../../src/openapi/path-items.js';
import { type Catalogue, onBothDatabases } from '../support/catalogue.js';
import { loadSample, tokenOf } from '../support/sample.js';

interface Route {
  method: string;
  path: string;
  rule: AccessRuleId;
}

interface Operation {
  'x-access-rule': AccessRuleId;
  parameters?: { name?: string; in?: string; example?: string }[];
}

/** Every route of the API, with the examples of the document in its path. */
function routesOf(document: OpenApi): Route[] {
  return Object.entries(document.paths).flatMap(([template, methods]) =>
    operationsOf(methods).map(([method, written]) => {
      const operation = written as unknown as Operation;
      return {
        method,
        path: template.replace(/\{(\w+)\}/g, (_, name: string) =>
          encodeURIComponent(operation.parameters?.find((one) => one.name === name)?.example ?? 'none'),
        ),
        rule: operation['x-access-rule'],
      };
    }),
  );
}

/** Handlers of the running application that name no rule of the table. */
function handlersWithoutRule(app: INestApplication): string[] {
  return [...app.get(ModulesContainer).values()].flatMap(({ controllers }) =>
    [...controllers.values()].flatMap(({ metatype }) => {
      const { prototype, name: controller } = metatype as unknown as { prototype: object; name: string };
      return Object.entries(Object.getOwnPropertyDescriptors(prototype)).flatMap(([name, { value }]) => {
        if (typeof value !== 'function' || !Reflect.hasMetadata(METHOD_METADATA, value)) return [];
        const rule: unknown =
          Reflect.getMetadata(ACCESS, value) ?? Reflect.getMetadata(ACCESS, metatype as object);
        return typeof rule === 'string' && rule in ACCESS_RULES ? [] : [`${controller}.${name}`];
      });
    }),
  );
}

const PEOPLE = ROLES.filter((role) => role !== 'reader');

async function tokenFor(catalogue: Catalogue, role: Role): Promise<string> {
  if (role !== 'reader') return tokenOf(catalogue, role);
  const actor = { name: 'test', agencyCode: null };
  const key = { name: 'reader', role, agencyCode: null, expiresAt: null };
  return (await catalogue.app.get(KeysService).create(actor, key)).key;
}

onBothDatabases('The table of access rules', loadSample, (catalogue) => {
  /** `ok`, or the code with which the caller was turned away. */
  const turnedAway = async ({ method, path }: Route, token?: string): Promise<string> => {
    const test = catalogue().http()[method as 'get'](path);
    if (token !== undefined) void test.auth(token, { type: 'bearer' });
    if (method !== 'get') void test.send({});
    const { status, body } = await test;
    if (status >= 500) throw new Error(`${method} ${path} answered ${status}`);
    return status === 401 || status === 403 ? `${status} ${body.code}` : 'ok';
  };
  const routes = () => routesOf(catalogue().app.get(OpenApiDocument).document);

  it('is obeyed by every handler of the running application', () => {
    expect(routes().length).toBeGreaterThan(20);
    expect(handlersWithoutRule(catalogue().app)).toEqual([]);
  });

  it('lets in without a token only where anyone may, and nobody with a bad one', async () => {
    for (const route of routes()) {
      const { allow }: AccessRule = ACCESS_RULES[route.rule];
      const at = `${route.method} ${route.path}`;
      const answer = await turnedAway(route);
      if (allow === 'anyone') expect([at, answer]).toEqual([at, 'ok']);
      else expect([at, answer]).toEqual([at, '401 not_signed_in']);
      expect([at, await turnedAway(route, `slc_ses_${'x'.repeat(43)}`)]).toEqual([at, '401 token_invalid']);
      expect([at, await turnedAway(route, `slc_key_${'x'.repeat(43)}`)]).toEqual([at, '401 token_invalid']);
    }
  });

  it.each(ROLES)('is exact for the role %s', async (role) => {
    let token = await tokenFor(catalogue(), role);
    for (const route of routes()) {
      const at = `${route.method} ${route.path} (${route.rule})`;
      const reach = reachOf(route.rule, role);
      const answer = await turnedAway(route, token);
      if (reach === undefined) expect([at, answer]).toEqual([at, '403 forbidden']);
      // A record out of reach is refused with its own reason, never because of the role.
      else if (reach === 'ownAgencies')
        expect([at, answer]).toEqual([at, expect.stringMatching(/^ok$|other_agency$/)]);
      else if (reach === 'self')
        expect([at, answer]).toEqual([at, expect.stringMatching(/^ok$|other_account$/)]);
      else expect([at, answer]).toEqual([at, 'ok']);
      // Signing out works: the next route needs another session.
      if (route.rule === 'session.close' && reach !== undefined) token = await tokenFor(catalogue(), role);
    }
  });

  it.each(PEOPLE)('lets an initial password of the role %s do nothing but choose another', async (role) => {
    await catalogue().app.get(AccountsService).giveInitialPassword({ name: 'test', agencyCode: null }, role);
    let token = await tokenFor(catalogue(), role);
    const open: string[] = [];
    for (const route of routes()) {
      if (ACCESS_RULES[route.rule].allow === 'anyone') continue;
      // Of the passwords their own.
      const answer = await turnedAway({ ...route, path: route.path.replace('tran.lan', role) }, token);
      if (answer === 'ok') open.push(route.rule);
      else expect(`${route.path} ${answer}`).toMatch(/403 (own_password_needed|forbidden)$/);
      if (route.rule === 'session.close') token = await tokenFor(catalogue(), role);
    }
    expect([...new Set(open)].sort()).toEqual(['account.setPassword', 'session.close']);
  });
});
