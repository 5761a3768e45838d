// Each fixture has worlds of its own, and most of its time is waiting for blocks and leases.
[assembly: Parallelizable(ParallelScope.Fixtures)]
[assembly: LevelOfParallelism(4)]
