import { describe, expect, it } from 'vitest';
import { isLoopback, loginForms, smtpServer } from '../../../src/adapters/delivery/smtp-server.ts';

describe('the address of a mail server', () => {
  it.each([
    ['smtps://mail.example.org', { host: 'mail.example.org', port: 465, isSecure: true, login: null }],
    ['smtp://mail.example.org', { host: 'mail.example.org', port: 587, isSecure: false, login: null }],
    ['smtp://mail.example.org:25/', { host: 'mail.example.org', port: 25, isSecure: false, login: null }],
    [
      'smtps://me%40example.org:p%40ss%3Aw%25rd@mail.example.org:4650',
      {
        host: 'mail.example.org',
        port: 4650,
        isSecure: true,
        login: { user: 'me@example.org', password: 'p@ss:w%rd' },
      },
    ],
    [
      'smtp://me:100%@[::1]:2525',
      { host: '::1', port: 2525, isSecure: false, login: { user: 'me', password: '100%' } },
    ],
  ])('%s is read', (address, server) => {
    expect(smtpServer(address)).toEqual(server);
  });

  it.each(['', 'mail.example.org', 'https://mail.example.org', 'smtp://', 'smtps:mail'])('%j is none', (address) => {
    expect(smtpServer(address)).toBeNull();
  });

  it.each([
    ['smtp://localhost', true],
    ['smtp://127.0.0.1', true],
    ['smtp://[::1]', true],
    ['smtp://127.0.0.1.example.org', false],
    ['smtp://192.168.0.1', false],
    ['smtp://0.0.0.0', false],
  ])('%s stays on this machine: %s', (address, stays) => {
    const server = smtpServer(address);
    expect(server !== null && isLoopback(server)).toBe(stays);
  });

  it('names every form in which a login travels, and none without a login', () => {
    const server = smtpServer('smtp://me:pass%20word@localhost');
    const forms = server === null ? [] : loginForms(server);
    for (const form of ['me', 'pass word', 'pass%20word', 'bWU=', 'cGFzcyB3b3Jk', 'AG1lAHBhc3Mgd29yZA==']) {
      expect(forms).toContain(form);
    }
    const anonymous = smtpServer('smtp://localhost');
    expect(anonymous === null ? null : loginForms(anonymous)).toEqual([]);
  });
});
