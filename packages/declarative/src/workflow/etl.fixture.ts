/** A workflow of two jobs that fails of more than two rows, for the tests of whole workflows. */
export const etl = `
etl:
  type: Workflow
  desc: Reads, then writes
  tags: [nightly]
  params:
    day: { type: date, default: 2026-01-01 }
    rows: { type: int, default: 2 }
  on:
    - cron: "0 2 * * *"
    - manual: true
  jobs:
    read:
      stages:
        - id: count
          echo: "\${{ params.rows }} rows of \${{ params.day }}"
          outputs: { rows: "\${{ params.rows }}" }
    write:
      name: Write it
      needs: read
      stages:
        - id: check
          if: needs.read.outputs.rows > 2
          raise: too many rows
        - id: say
          echo: "wrote \${{ needs.read.outputs.rows }}"
`;
