/** An object with other members, which has all else of `contribution`, also what an instance has of its class. */
export function override<Contribution extends object>(
  contribution: Contribution,
  members: Partial<Contribution>,
): Contribution {
  return Object.create(contribution, Object.getOwnPropertyDescriptors(members));
}
