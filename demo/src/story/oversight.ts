import { beef } from './beef.ts';
import { type ActorName, actor } from './cast.ts';
import { piecesOf } from './catalogue.ts';
import { digestOf } from './digest.ts';
import { hetao } from './hetao.ts';
import type { Line, Stage } from './stage.ts';
import { Steps } from './steps.ts';

/** What watching over the season looks like, once the goods are with the shops: a hold, a recall and a drill, an order and its answer. */
export async function tellOversight(stage: Stage): Promise<void> {
  const steps = new Steps(stage);
  await stage.say('oversight', [
    steps.line(
      { by: 'regulator', daysAgo: 3 },
      { act: 'hold', subject: { kind: 'lots', lots: [hetao.paste] }, reason: 'mislabelling' },
    ),
    ...clearedLines(steps),
    ...recallLines(stage, steps),
    ...drillLines(stage, steps),
    ...orderLines(stage, steps),
  ]);
}

/** A complaint that was none: held a day, cleared. */
function clearedLines(steps: Steps): Line[] {
  return [
    steps.line(
      { by: 'regulator', daysAgo: 3.9, name: 'complaint' },
      { act: 'hold', subject: { kind: 'lots', lots: [beef.steaks] }, reason: 'complaint' },
    ),
    steps.line({ by: 'regulator', daysAgo: 2.9 }, (said) => ({
      act: 'release',
      hold: said('complaint'),
      reason: 'cleared',
    })),
  ];
}

/** 召回: opened by the maker, acknowledged by the shops; one till sells on, which is told as what it is. Not closed yet. */
function recallLines(stage: Stage, steps: Steps): Line[] {
  const broughtBack = { lot: beef.jerky, amount: piecesOf('jerky', 20) };
  return [
    steps.line(
      { by: 'beefplant', daysAgo: 2.5, name: 'recall' },
      {
        act: 'recall',
        lots: [beef.jerky],
        level: 2,
        kind: 'voluntary',
        reason: 'mislabelling',
        knownAt: stage.at(2.6),
        plan: digestOf('recall plan of the jerky'),
      },
    ),
    acknowledgement(steps, 'grocer', 'recall', 2.4),
    steps.sell({ by: 'market', daysAgo: 2.3 }, 'STORE-1', [
      { lot: beef.jerky, amount: piecesOf('jerky', 3) },
    ]),
    acknowledgement(steps, 'market', 'recall', 2.2),
    steps.line({ by: 'grocer', daysAgo: 2 }, { act: 'takeBack', site: 'STORE-1', lines: [broughtBack] }),
    remedy(steps, 'grocer', 670, 1.8),
    remedy(steps, 'market', 1_107, 1.7),
    steps.line(
      { by: 'grocer', daysAgo: 1.5 },
      { act: 'dispose', site: 'STORE-1', lines: [{ ...broughtBack, returned: true }], reason: 'destruction' },
    ),
  ];
}

const acknowledgement = (steps: Steps, by: ActorName, recall: string, daysAgo: number): Line =>
  steps.line({ by, daysAgo }, (said) => ({ act: 'acknowledge', recall: said(recall) }));

const remedy = (steps: Steps, by: ActorName, pieces: number, daysAgo: number): Line =>
  steps.line({ by, daysAgo }, (said) => ({
    act: 'remedy',
    recall: said('recall'),
    site: 'STORE-1',
    lines: [{ lot: beef.jerky, found: piecesOf('jerky', pieces) }],
  }));

/** A drill touches no lot: it shows how fast everybody answers. */
function drillLines(stage: Stage, steps: Steps): Line[] {
  return [
    steps.line(
      { by: 'flourmill', daysAgo: 3.5, name: 'drill' },
      {
        act: 'recall',
        lots: [hetao.bags],
        level: 3,
        kind: 'voluntary',
        reason: 'other',
        knownAt: stage.at(3.5),
        drill: true,
      },
    ),
    acknowledgement(steps, 'market', 'drill', 3.4),
    steps.line({ by: 'flourmill', daysAgo: 3.2 }, (said) => ({
      act: 'closeRecall',
      recall: said('drill'),
      outcome: 'complete',
      report: digestOf('report of the drill'),
    })),
  ];
}

/** 责令改正: the winery's labels, answered in time. */
function orderLines(stage: Stage, steps: Steps): Line[] {
  return [
    steps.line(
      { by: 'regulator', daysAgo: 4, name: 'order' },
      {
        act: 'order',
        subject: actor('winery').party,
        matter: 'labels',
        due: stage.at(-11),
        document: digestOf('order about labels'),
      },
    ),
    steps.line({ by: 'winery', daysAgo: 1 }, (said) => ({
      act: 'answerOrder',
      order: said('order'),
      answer: digestOf('answer about labels'),
    })),
  ];
}
