/** The reports of a run, in its folder. */

import { toBrowsedEpisode } from '../../evaluation/report/html/browsed-episode.ts'
import type { BrowsedEpisode } from '../../evaluation/report/html/browsed-episode.ts'
import { toReportPage } from '../../evaluation/report/html/report-page.ts'
import { toReportJson } from '../../evaluation/report/report-json.ts'
import type { Evaluation } from '../../evaluation/report/report-json.ts'
import { toPageTables, toReportText } from './eval-text.ts'
import type { RunFolder } from './run-folder.ts'

/** Of all policies together: a page of some megabytes still opens at once. */
const BROWSED_EPISODES_MAX = 600
const BROWSED_CHARS_MAX = 8_000_000

/** @throws {SettingError} when they cannot be written */
export async function writeReports(folder: RunFolder, evaluation: Evaluation): Promise<void> {
  folder.write('report.json', toReportJson(evaluation))
  folder.write('report.md', toReportText(evaluation))
  const browsed = browsedEpisodes(folder, evaluation)
  const page = { evaluation, browsed, ...toPageTables(evaluation) }
  folder.write('report.html', await toReportPage(page))
}

/** As many of each policy. */
function browsedEpisodes(folder: RunFolder, { episodes }: Evaluation): BrowsedEpisode[] {
  const countMax = Math.floor(BROWSED_EPISODES_MAX / episodes.size)
  const charsMax = BROWSED_CHARS_MAX / episodes.size
  return [...episodes.values()].flatMap((played) => {
    let chars = 0
    return played.slice(0, countMax).flatMap((episode) => {
      if (chars > charsMax) return []
      const trajectory = folder.trajectoryOf(episode)
      if (trajectory === undefined) return []
      const browsed = toBrowsedEpisode(episode, trajectory)
      chars += JSON.stringify(browsed).length
      return [browsed]
    })
  })
}
