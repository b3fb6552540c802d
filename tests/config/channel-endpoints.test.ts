import { describe, expect, it } from 'vitest';
import { channelEndpoints } from '../../src/config/channel-endpoints.ts';
import { load } from './settings-folder.ts';

const endpointsOf = (webhook: string) =>
  channelEndpoints(load({ yaml: '', env: { NOTIFY_SLACK_WEBHOOK: webhook } })).map(
    ({ channel, host, port }) => `${channel} ${host} ${port}`,
  );

describe('the endpoints of channels', () => {
  it.each([
    ['https://hooks.slack.com/services/T0/B0/secret', 'slack hooks.slack.com 443'],
    ['http://127.0.0.1:8080/services/secret', 'slack 127.0.0.1 8080'],
    ['http://chat.example/hook', 'slack chat.example 80'],
    ['https://[::1]:8443/hook', 'slack ::1 8443'],
  ])('of %s are %s, and hold nothing of the secret', (webhook, endpoint) => {
    expect(endpointsOf(webhook)).toEqual([endpoint]);
  });

  it('are none while every channel is off', () => {
    expect(channelEndpoints(load({ yaml: '' }))).toEqual([]);
  });
});
