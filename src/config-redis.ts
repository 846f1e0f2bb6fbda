/** Settings of Redis that its address cannot say. The address itself, which holds the password, is REDIS_URL alone. */

import { z } from 'zod'

const place = z
  .string()
  .regex(/^(?:[^\s:/@[\]]+|\[[0-9a-f:.]+\]):\d{1,5}$/i, 'a server is written as host:port')
  .refine((text) => Number(text.slice(text.lastIndexOf(':') + 1)) < 65_536, 'a port is at most 65535')

export const redisSchema = z
  .strictObject({
    prefix: z
      .string()
      .regex(/^[\w{}.-]{1,60}$/, 'a prefix is written in letters, digits and _ - . { }, at most 60')
      .default('{detour}')
      .describe(
        'What the names of all keys in Redis begin with: one for each installation. The braces keep them together in a cluster.',
      ),
    sentinels: z
      .array(place)
      .default([])
      .describe('host:port of the sentinels; user, password and database number are those of REDIS_URL.'),
    sentinelName: z.string().min(1).default('mymaster').describe('Name by which the sentinels know the server.'),
    cluster: z.boolean().default(false).describe('REDIS_URL names a node of a Redis cluster.'),
    nodes: z.array(place).default([]).describe('host:port of further nodes of the cluster to begin with.'),
    ca: z
      .string()
      .nullable()
      .default(null)
      .describe(
        'PEM file with the authority that signed the certificate of a server at rediss://; null: the usual ones.',
      ),
  })
  .refine(({ cluster, prefix }) => !cluster || /\{[^{}]+\}/.test(prefix), {
    path: ['prefix'],
    message: 'in a cluster it must hold a part in braces, such as {detour}, so that all keys lie on one node',
  })
  .refine(({ cluster, sentinels }) => !cluster || sentinels.length === 0, {
    path: ['sentinels'],
    message: 'a server is found by sentinels or is a cluster, not both',
  })
  .prefault({})

export type RedisSettings = Readonly<z.infer<typeof redisSchema>>
