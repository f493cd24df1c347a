const timeWindowMs = 15 * 60_000;

/**
 * Fabric's TimeWindowCheck at the endorser: a proposal's time may differ from the peer's by 15 minutes.
 * @returns Fabric's words, or undefined when the time is within the window.
 */
export function checkProposalTime(timestamp: Date, now: Date): string | undefined {
  if (Math.abs(timestamp.getTime() - now.getTime()) <= timeWindowMs) return undefined;
  return `request unauthorized due to incorrect timestamp ${say(timestamp)}, peer time ${say(now)}, peer.authentication.timewindow 15m0s`;
}

/** RFC 3339 in whole seconds, as Go writes it; an impossible date as a number. */
function say(date: Date): string {
  return Number.isNaN(date.getTime()) ? 'out of range' : `${date.toISOString().slice(0, 19)}Z`;
}
