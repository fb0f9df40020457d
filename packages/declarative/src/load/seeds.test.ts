import { expect, test } from "vitest";
import { renderProblems } from "../diagnosis/render.ts";
import { loadText } from "./load.ts";

/** Pipelines of the system that people come from, as they are written there; its scripts are Python. */
const pipelines = {
  "with a matrix of two keys, params in short, a list as need": `
complex-workflow:
  type: Workflow
  params:
    start_date: datetime
    end_date: datetime
    batch_size:
      type: int
      default: 1000
  jobs:
    setup:
      stages:
        - name: "Initialize workspace"
          bash: mkdir -p /tmp/workflow-data
    parallel-processing:
      needs: [setup]
      strategy:
        matrix:
          region: [us-east, us-west, eu-central]
          shard: [1, 2, 3, 4]
        max-parallel: 4
        fail-fast: false
      stages:
        - name: "Process \${{ matrix.region }}-\${{ matrix.shard }}"
          bash: |
            process_region.sh \\
              --region=\${{ matrix.region }} \\
              --start-date=\${{ params.start_date }}
    aggregation:
      needs: [parallel-processing]
      stages:
        - name: "Aggregate results"
          run: |
            aggregate_results()
`,
  "with a templated retry, a fallback and a cleanup": `
robust-workflow:
  type: Workflow
  params:
    retry_count:
      type: int
      default: 3
  jobs:
    main-process:
      stages:
        - name: "Attempt processing"
          retry: \${{ params.retry_count }}
          run: |
            process_data()
    fallback:
      needs: [main-process]
      if: "\${{ needs.main-process.result == 'failure' }}"
      stages:
        - name: "Fallback processing"
          run: |
            fallback_process()
    cleanup:
      needs: [main-process, fallback]
      if: "\${{ always() }}"
      stages:
        - name: "Cleanup resources"
          run: |
            cleanup_resources()
`,
  "with several triggers in several zones": `
scheduled-workflow:
  type: Workflow
  on:
    # Daily at 2 AM UTC
    - cron: "0 2 * * *"
      timezone: "UTC"
    # Every Monday at 9 AM local time
    - cron: "0 9 * * 1"
      timezone: "America/New_York"
    # Manual trigger
    - manual: true
  jobs:
    scheduled-task:
      runs-on:
        type: local
      stages:
        - name: "Scheduled execution"
          run: |
            print(f"Executing at {datetime.now()}")
`,
  "with a matrix of what a job gave": `
fan-out-fan-in:
  type: Workflow
  jobs:
    split:
      stages:
        - name: "Split data"
          run: |
            result.outputs = {"partitions": split_data()}
    process-partitions:
      needs: [split]
      strategy:
        matrix:
          partition: \${{ fromJson(needs.split.outputs.partitions) }}
        max-parallel: 5
      stages:
        - name: "Process partition \${{ matrix.partition }}"
          run: |
            process_partition(\${{ matrix.partition }})
    merge:
      needs: [process-partitions]
      stages:
        - name: "Merge results"
          run: |
            merge_results()
`,
};

test.each(Object.entries(pipelines))("a pipeline %s", async (_, text) => {
  const { definitions, problems } = await loadText({ file: "w.yml", text, format: "yaml" }, { shell: "python" });
  expect(renderProblems(problems)).toBe("");
  expect(definitions).toHaveLength(1);
});

test("a param that is used and not declared is named", async () => {
  const text = pipelines["with a matrix of two keys, params in short, a list as need"].replace(
    "start_date: datetime\n",
    "start: date\n",
  );
  const { problems } = await loadText({ file: "w.yml", text, format: "yaml" }, { shell: "python" });
  expect(problems.map(({ message }) => message)).toEqual([
    'there is no param "start_date"; known: start, end_date, batch_size',
  ]);
});
