import type { LoadDevice, PresignedPost } from './presigned.ts';
import { postsOf } from './presigned.ts';

/** Posts that go one after another, each when the one before is answered: a device at work. Several lanes may belong to one party. */
export interface Lane {
  readonly posts: readonly PresignedPost[];
  next: number;
}

export interface LanePlan {
  readonly lanes: number;
  readonly posts: number;
  readonly eventsPerPost: number;
}

/** Signs everything beforehand, so that a window measures no signing. Devices are taken in turn. */
export async function signLanes(devices: readonly LoadDevice[], plan: LanePlan): Promise<Lane[]> {
  const lanes: Lane[] = [];
  const postsPerLane = Math.ceil(plan.posts / plan.lanes);
  for (let index = 0; index < plan.lanes; index++) {
    const device = devices[index % devices.length];
    if (!device) throw new RangeError('lanes need a device');
    const events = await device.goodsSteps(postsPerLane * plan.eventsPerPost);
    lanes.push({ posts: postsOf(events, plan.eventsPerPost), next: 0 });
  }
  return lanes;
}

/** The lane's next post; undefined when there is none left. */
export function takePost(lane: Lane): PresignedPost | undefined {
  const post = lane.posts[lane.next];
  if (post) lane.next += 1;
  return post;
}
