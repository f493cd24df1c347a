import { ProofError, type Verdict, verifyBundle } from '../../web-scan/src/verify/index.ts';
import { jcs } from '../../web-scan/src/verify/testing-prover.ts';
import { askAll, type Question } from './second-verifier.ts';

/** What the second verifier says, in the words of the first. */
function answerOf({ lot, events, lots, checkpoint, code }: Verdict): object {
  return {
    ok: true,
    lot,
    events: [...events.values()].map(({ said: _, event: __, ...rest }) => rest),
    lots: Object.fromEntries(lots),
    checkpoint,
    ...(code ? { code: code.state } : {}),
  };
}

/** Both verifiers' answers as canonical texts; of a refusal the code alone. */
export async function bothAnswers(
  questions: readonly Question[],
): Promise<readonly (readonly [string, string])[]> {
  const seconds = await askAll(questions);
  if (seconds.length !== questions.length)
    throw new Error(`${seconds.length} answers to ${questions.length} questions`);
  const both: (readonly [string, string])[] = [];
  for (const [index, question] of questions.entries()) {
    const { detail: _, ...second } = seconds[index] ?? {};
    both.push([jcsOf(await firstAnswer(question)), jcsOf(second)]);
  }
  return both;
}

const jcsOf = (value: object): string => jcs(JSON.parse(JSON.stringify(value)));

async function firstAnswer({ text, pins, nowMs, seen }: Question): Promise<object> {
  try {
    return answerOf(await verifyBundle(text, { pins, nowMs, seen: seen as never }));
  } catch (error) {
    if (error instanceof ProofError) return { ok: false, code: error.code };
    throw error;
  }
}
