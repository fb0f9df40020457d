/** `http`: a request. */
import { anyKey } from "../format/names.ts";
import type { StageShape } from "../format/stage-shape.ts";

export const http: StageShape = {
  key: "http",
  value: {
    shape: { kind: "text", called: "an address" },
    doc: "A request. Private addresses are refused unless the configuration allows them. Outputs: `status`, `headers`, `body`, `json`.",
    example: "name: Rates\nhttp: https://example.org/rates?day=${{ params.day }}\nretry: 3\ntimeout: 10 s\n",
    template: true,
  },
  keys: {
    method: {
      shape: {
        kind: "word",
        words: { GET: "", HEAD: "", POST: "", PUT: "", PATCH: "", DELETE: "", OPTIONS: "" },
        foreign: {
          get: "write GET",
          post: "write POST",
          put: "write PUT",
          patch: "write PATCH",
          delete: "write DELETE",
        },
      },
      doc: "What is done there.",
      example: "POST",
      default: "GET, with a body POST",
    },
    headers: {
      shape: { kind: "map", of: { kind: "text", mayBeEmpty: true }, names: anyKey, called: "header" },
      doc: "Headers.",
      example: '{ Authorization: "Bearer ${{ secrets.TOKEN }}" }',
      template: true,
    },
    query: {
      shape: { kind: "map", of: { kind: "any" }, names: anyKey, called: "name" },
      doc: "Put behind the address, encoded.",
      example: '{ day: "${{ params.day }}" }',
      template: true,
    },
    json: {
      shape: { kind: "any" },
      doc: "The body, sent as JSON.",
      example: '{ id: "${{ params.id }}" }',
      template: true,
    },
    body: {
      shape: { kind: "text", mayBeEmpty: true },
      doc: "The body, sent as it is.",
      example: "a=1",
      template: true,
    },
    status: {
      shape: { kind: "list", of: { kind: "number", whole: true, least: 100, most: 599 }, orOne: true, least: 1 },
      doc: "Answers that are no failure.",
      example: "[200, 404]",
      default: "200 to 299",
    },
  },
};
