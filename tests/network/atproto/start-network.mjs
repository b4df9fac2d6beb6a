#!/usr/bin/env node
// A real AT Protocol network on loopback: PLC, PDS, bsync, AppView and Ozone, from npm packages.
//
// usage: node start-network.mjs --pg-url postgresql://user@127.0.0.1:port/empty-database
// Prints exactly one JSON line when it is ready (addresses and DIDs); logs go to standard error. It lives as long as
// its standard input stays open, so it dies with whoever started it, and it leaves nothing behind.
import { mkdtempSync, rmSync, statfsSync } from 'node:fs'
import http from 'node:http'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'

const { values: options } = parseArgs({ options: { 'pg-url': { type: 'string' } } })
if (!options['pg-url']) throw new Error('--pg-url is missing: an empty PostgreSQL database')
const log = (...words) => console.error('[network]', ...words)

// The packages call listen(port), which would open every interface.
const listen = net.Server.prototype.listen
net.Server.prototype.listen = function (...args) {
  const first = args[0]
  if (typeof first === 'number' && typeof args[1] !== 'string') args.splice(1, 0, '127.0.0.1')
  else if (first && typeof first === 'object' && 'port' in first && !first.host) args[0] = { ...first, host: '127.0.0.1' }
  return listen.apply(this, args)
}

// The packages write below os.tmpdir() and never tidy up. In memory where it fits: the PDS commits each write with
// fsync, 30 posts a second on a slow disk.
const roomInMemory = () => { try { const s = statfsSync('/dev/shm'); return s.bavail * s.bsize > 1e9 } catch { return false } }
const work = mkdtempSync(path.join(roomInMemory() ? '/dev/shm' : os.tmpdir(), 'atnet-'))
process.env.TMPDIR = work
process.on('exit', () => rmSync(work, { recursive: true, force: true }))
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => process.exit(0))
process.stdin.on('end', () => process.exit(0)).on('error', () => process.exit(0)).resume()
let ready = false
process.on('unhandledRejection', (error) => log('unhandled rejection', error?.stack ?? error))
process.on('uncaughtException', (error) => { log('uncaught', error?.stack ?? error); if (!ready) process.exit(1) })

const freePort = () => new Promise((resolve, reject) => {
  const server = net.createServer().once('error', reject)
  server.listen(0, '127.0.0.1', () => { const { port } = server.address(); server.close(() => resolve(port)) })
})

// What the PDS was made from, by port: enough to make it again over the same data.
const { PDS } = await import('@atproto/pds')
const environments = new Map()
const fromEnv = PDS.fromEnv
PDS.fromEnv = (environment) => { environments.set(environment.port, environment); return fromEnv.call(PDS, environment) }

const { TestNetwork, mockNetworkUtilities } = await import('@atproto/dev-env')
process.env.REDIS_HOST = 'unused' // create() asserts it; the AppView does without Redis when redisHost is undefined
const bskyPort = await freePort()
const network = await TestNetwork.create({
  dbPostgresUrl: options['pg-url'], dbPostgresSchema: 'atnet',
  pds: { hostname: 'localhost', enableDidDocWithSession: true }, // clients read their PDS's address in the session
  bsky: { port: bskyPort, publicUrl: `http://localhost:${bskyPort}`, redisHost: undefined },
  ozone: { dbMaterializedViewRefreshIntervalMs: 30_000 },
})

// Labels come to the AppView by a service of their own in production; here this is it.
const { Subscription } = await import('@atproto/xrpc-server')
const labels = new Subscription({
  service: network.ozone.url.replace('http', 'ws'), method: 'com.atproto.label.subscribeLabels',
  getParams: () => ({ cursor: 0 }), validate: (value) => value,
})
const taken = async ({ src, uri, cid, val, neg, cts, exp }) => {
  const row = { src, uri, cid: cid ?? '', val, neg: !!neg, cts, exp: exp ?? null }
  const newer = { neg: row.neg, cts, exp: row.exp }
  const again = (conflict) => conflict.columns(['src', 'uri', 'cid', 'val']).doUpdateSet(newer)
  await network.bsky.db.db.insertInto('label').values(row).onConflict(again).execute()
}
;(async () => {
  for await (const event of labels) for (const label of event.labels ?? []) await taken(label)
})().catch((error) => log('label bridge', error?.message))

const sockets = new Set()
const streams = new Set()
const remember = (set, socket) => { set.add(socket); socket.once('close', () => set.delete(socket)) }
const watch = (server) => server.on('connection', (s) => remember(sockets, s)).on('upgrade', (_request, s) => remember(streams, s))
const cut = (set) => { const count = set.size; for (const socket of set) socket.destroy(); return count }
watch(network.pds.server.server)

let down = false
const calls = {
  // every queue of PDS, AppView, bsync and Ozone is empty
  'process-all': async () => { await network.processAll(); return {} },
  // cuts the firehose connections (the AppView's own too) without a closing word; HTTP goes on
  'drop-ws': async () => ({ dropped: cut(streams) }),
  'seq': async () => ({ seq: await network.pds.ctx.sequencer.curr() }),
  // role: Triage, Moderator or Admin
  'add-mod': async ({ did, role }) => { await network.ozone[`add${role}Did`](did); return {} },
  // A stop and a start of the PDS: its port refuses connections in between, then a new PDS object opens the same data
  // with the same keys, so tokens and cursors stay good. In this process, and stopped in order: it is no kill -9.
  'stop-pds': async () => {
    if (down) throw new Error('the PDS is down already')
    down = true
    cut(sockets)
    await network.pds.server.destroy()
    return {}
  },
  'start-pds': async () => {
    if (!down) throw new Error('the PDS is up already')
    network.pds.server = await PDS.fromEnv(environments.get(network.pds.port))
    mockNetworkUtilities(network.pds)
    watch(await network.pds.server.start())
    down = false
    return {}
  },
}
const control = http.createServer(async (request, response) => {
  const answer = (status, body) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  const call = calls[request.url.slice(1)]
  if (request.method !== 'POST' || !call) return answer(404, { error: `no such call; there are ${Object.keys(calls)}` })
  let body = ''
  for await (const chunk of request) body += chunk
  try { answer(200, await call(body ? JSON.parse(body) : {})) } catch (error) { answer(500, { error: String(error?.stack ?? error) }) }
})
await new Promise((resolve) => control.listen(0, '127.0.0.1', resolve))
ready = true
process.stdout.write(JSON.stringify({
  control: `http://127.0.0.1:${control.address().port}`,
  plc: network.plc.url,
  pds: network.pds.url,
  bsky: network.bsky.url,
  bsky_did: network.bsky.ctx.cfg.serverDid,
  ozone: network.ozone.url,
  ozone_did: network.ozone.ctx.cfg.service.did,
}) + '\n')
