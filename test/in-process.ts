/** An environment on a real database in this very process: for laws that take thousands of steps. */

import { loadData } from '../src/adapters/node/data-files.ts'
import { openInProcessPorts } from '../src/cli/verify-report/in-process-ports.ts'
import type { InProcessPorts } from '../src/cli/verify-report/in-process-ports.ts'

export type InProcess = InProcessPorts

export function openInProcess(dataDir: string): InProcess {
  return openInProcessPorts(loadData(dataDir))
}
