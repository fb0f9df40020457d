/** The thread of life-line.ts: waits until the process that has started this one is gone. */
import { Socket } from "node:net";
import { lifeLineDescriptor } from "../../host/life-line-descriptor.ts";
import { endGroup } from "./end-group.ts";

const lifeLine = new Socket({ fd: lifeLineDescriptor, readable: true, writable: false });
// However it is lost.
lifeLine.on("error", () => {});
lifeLine.on("close", endGroup);
lifeLine.resume();
