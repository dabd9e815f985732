import { expect, inject, it } from 'vitest'

import { SPECTATORS_MAX } from '../../src/handlers/spectate/spectate.ts'
import { openEventStream } from '../event-stream.ts'
import { startServerProcess } from '../server-process.ts'
import { visit } from './browser.ts'
import { startEpisode } from './episode-start.ts'
import { giveAnswer, runQuery } from './keyboard.ts'
import { questionWithText, typedAnswer } from './questions.ts'
import { createStage } from './stage.ts'

const stage = createStage({ SQLENV_SPECTATE: '1' })

it('shows an episode while it is played elsewhere, to its end, and not what the right answer was', async () => {
  const spectator = await stage.visit({}, '/web/#live')
  await spectator.page.getByText('Nobody plays at this moment.').waitFor()
  const player = await stage.visit()
  const text = await startEpisode(player.page, { dataset: 'builtin', seed: '11' })
  const question = questionWithText(inject('testDataDir'), 'builtin', text)

  await runQuery(player.page, 'SELECT 40 + 1 AS found')

  const { page } = spectator
  await page.getByRole('button', { name: /step 1,.*under way/ }).click()
  await page.getByRole('heading', { name: text }).waitFor()
  await page.getByRole('cell', { name: '41' }).waitFor()
  await runQuery(player.page, 'SELECT 40 + 2 AS found')
  await page.getByRole('cell', { name: '42' }).waitFor()
  await page.getByText('13 of 15 steps left').waitFor()
  await giveAnswer(player.page, typedAnswer(question))
  await player.page.getByRole('heading', { name: 'Solved' }).waitFor()
  await page.getByText('not shown to spectators').first().waitFor()
  await page.getByRole('list', { name: 'Episodes' }).getByText('Solved').waitFor()
  expect([...spectator.complaints, ...player.complaints]).toEqual([])
  await spectator.close()
  await player.close()
})

it('comes back by itself after the server had no place for one more spectator', async () => {
  // One that nobody else still watches.
  const full = await startServerProcess(inject('testDataDir'), { SQLENV_SPECTATE: '1' })
  const others = await Promise.all(
    Array.from({ length: SPECTATORS_MAX }, () => openEventStream(`${full.url}/web/spectate`)),
  )
  const visitor = await visit(stage.browser, `${full.url}/web/#live`)
  const notice = visitor.page.getByText(/The server shows no episodes now/)
  await notice.waitFor()
  for (const other of others) other.close()
  await notice.waitFor({ state: 'detached' })
  await visitor.close()
  await full.stop()
})

it('is not there where nobody may watch', async () => {
  const other = await startServerProcess(inject('testDataDir'))
  const visitor = await visit(stage.browser, `${other.url}/web/#live`)
  await visitor.page.getByRole('heading', { level: 1 }).waitFor()
  expect(await visitor.page.getByRole('link', { name: 'Live' }).count()).toBe(0)
  await visitor.close()
  await other.stop()
})
