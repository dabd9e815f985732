import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { evalCommand } from '../../src/cli/eval/eval.ts'
import { testDataDir } from '../fixtures.ts'
import { accessibilityIssues } from './accessibility-issues.ts'
import { tabTo } from './keyboard.ts'
import { createStage } from './stage.ts'

const stage = createStage()

it('plays a good and a random episode at the press of one button, to their ends', async () => {
  const visitor = await stage.visit({}, '/web/#watch')
  const { page, complaints } = visitor
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.getByRole('radio').first().waitFor()
  await page.getByLabel('Speed').selectOption('fast')
  await page.getByRole('button', { name: 'Play', exact: true }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Pause' }).waitFor()
  await page.getByRole('button', { name: 'Play again' }).waitFor()
  await page.getByText('Solved').first().waitFor()
  expect(complaints).toEqual([])
  await visitor.close()
})

it('goes step by step, back and forth, by keyboard', async () => {
  const visitor = await stage.visit({}, '/web/#watch')
  const { page } = visitor
  await page.getByRole('radio').first().waitFor()
  await tabTo(page, 'Step')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await page.getByText(/^step 2 of/).waitFor()
  await tabTo(page, 'Restart')
  await page.keyboard.press('Enter')
  expect(await page.getByText(/^step 2 of/).count()).toBe(0)
  await visitor.close()
})

describe('a file of trajectories', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sqlenv-watch-'))
  const file = join(folder, 'trajectories.jsonl')
  beforeAll(async () => {
    const words = ['--policy', 'oracle,random', '--episodes', '12', '--out', folder]
    await evalCommand([...words, '--data-dir', testDataDir()])
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const upload = (text: string) => ({
    name: 'mine.jsonl',
    mimeType: 'application/jsonl',
    buffer: Buffer.from(text),
  })

  it('is opened, and the episodes of a question are played side by side', async () => {
    const visitor = await stage.visit({}, '/web/#watch')
    const { page, complaints } = visitor
    await page.getByLabel('Or open a file of trajectories').setInputFiles(file)
    await page.getByText('trajectories.jsonl: 12 questions').waitFor()
    const question = page.getByRole('combobox', { name: 'Question' })
    expect(await question.locator('option').count()).toBe(12)
    await question.selectOption({ index: 3 })
    await page.getByRole('heading', { name: 'Played in line 4' }).waitFor()
    await page.getByRole('heading', { name: 'Played in line 16' }).waitFor()
    await page.getByLabel('Speed').selectOption('fast')
    await page.getByRole('button', { name: 'Play', exact: true }).click()
    await page.getByRole('button', { name: 'Play again' }).waitFor()
    await page.getByText('Solved, 1.').first().waitFor()
    expect(await accessibilityIssues(page)).toEqual([])
    await page.getByRole('button', { name: 'Close the file' }).click()
    await page.getByRole('radio').first().waitFor()
    expect(complaints).toEqual([])
    await visitor.close()
  })

  it('says which line cannot be shown, and keeps what was shown', async () => {
    const visitor = await stage.visit({}, '/web/#watch')
    const { page, complaints } = visitor
    const chooser = page.getByLabel('Or open a file of trajectories')
    await page.getByRole('radio').first().waitFor()
    const [first = '', second = ''] = readFileSync(file, 'utf8').split('\n')
    await chooser.setInputFiles(upload(`${first}\n${second.slice(0, 100)}`))
    await page.getByText('mine.jsonl cannot be shown. Line 2 is not JSON.').waitFor()
    await chooser.setInputFiles(upload(first.replace('trajectory/1', 'trajectory/9')))
    await page.getByText('Line 1 is of format sqlenv-trajectory/9').waitFor()
    await chooser.setInputFiles(upload(`${first}\n${second.replace('"done":false', '"done":1')}`))
    await page.getByText('Line 2 is no trajectory: opening.reply.done').waitFor()
    await chooser.setInputFiles(upload(''))
    await page.getByText('The file is empty.').waitFor()
    await page.getByRole('radio').first().waitFor()
    expect(await accessibilityIssues(page)).toEqual([])
    expect(complaints).toEqual([])
    await visitor.close()
  })

  it('S11: shows texts that mean harm as texts', async () => {
    const visitor = await stage.visit({}, '/web/#watch')
    const { page, complaints } = visitor
    const harm = '<img src=x onerror="document.title=1"></script>'
    const [first = ''] = readFileSync(file, 'utf8').split('\n')
    const line = JSON.parse(first) as { question_id: string; opening: Opening; steps: Step[] }
    line.question_id = harm
    line.opening.reply.observation.question = harm
    for (const step of line.steps) step.action.argument = harm
    await page.getByLabel('Or open').setInputFiles(upload(JSON.stringify(line)))
    await page.getByRole('button', { name: 'Step', exact: true }).click()
    await page.locator('.shown-step').getByText(harm).first().waitFor()
    expect(await page.locator('main img').count()).toBe(0)
    expect(complaints).toEqual([])
    await visitor.close()
  })
})

type Opening = { reply: { observation: { question: string } } }
type Step = { action: { argument: string } }
