import { expect, test } from "vitest";
import { bind } from "./bind.ts";
import type { Shell } from "./bound-script.ts";
import { checkPython } from "./python/check-python.ts";

/** The scripts of the document whose snippets must work as they are written there; with what each becomes. */
const scripts: readonly (readonly [Shell, string, string?])[] = [
  ["bash", "wget ${{ params.data_url }} -O /tmp/data.csv\n", 'wget "${SW_1}" -O /tmp/data.csv\n'],
  ["bash", "mkdir -p /tmp/workflow-data"],
  [
    "bash",
    "process_region.sh \\\n  --region=${{ matrix.region }} \\\n  --shard=${{ matrix.shard }} \\\n  --start-date=${{ params.start_date }} \\\n  --end-date=${{ params.end_date }}\n",
    'process_region.sh \\\n  --region="${SW_1}" \\\n  --shard="${SW_2}" \\\n  --start-date="${SW_3}" \\\n  --end-date="${SW_4}"\n',
  ],
  ["python", "import pandas as pd\ndf = pd.read_csv('/tmp/data.csv')\nassert len(df) > 0, \"Data file is empty\"\n"],
  ["python", "process_data(env='${{ matrix.env }}')\n", "process_data(env='SW_1_____________')\n"],
  ["python", "aggregate_results()\n"],
  ["python", "process_data()\n"],
  ["python", "fallback_process()\n"],
  ["python", "cleanup_resources()\n"],
  ["python", 'print(f"Executing at {datetime.now()}")\nperform_scheduled_task()\n'],
  ["python", 'partitions = split_data()\nresult.outputs = {"partitions": partitions}\n'],
  ["python", "process_partition(${{ matrix.partition }})\n", "process_partition(SW_1___________________)\n"],
  ["python", "merge_results()\n"],
  ["python", 'health = check_system_health()\nif not health.is_healthy:\n    raise Exception("System unhealthy")\n'],
  ["python", "process_data()\n"],
  ["python", "fallback_processing()\n"],
  [
    "python",
    "import time\nattempt = context.get('attempt', 1)\ndelay = 2 ** (attempt - 1)  # Exponential backoff\ntime.sleep(delay)\n\n# Attempt the operation\nresult = risky_operation()\n",
  ],
];

test.each(scripts.map(([shell, script, text = script]) => [shell, script, text] as const))(
  "%s: %s",
  (shell, script, text) => {
    expect(bind(script, shell)).toMatchObject({ text, problems: [], warnings: [] });
  },
);

test("Python has nothing to say against them", async () => {
  const checks = scripts
    .filter(([shell]) => shell === "python")
    .map(([, script]) => ({ script, bound: bind(script, "python") }));
  expect(await checkPython(checks)).toEqual(checks.map(() => ({ problems: [], warnings: [] })));
});
