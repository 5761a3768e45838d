using Marketplace.Benchmarks.Ledger;
using Marketplace.Benchmarks.Ledger.Rows;

if (Options.Parse(args) is not { } options)
{
    Console.WriteLine(Options.Usage);
    return 64;
}

Row[] all =
[
    new("1", "group commit, one hot account, 128 callers", 4, OnSqlite: false, Transfers.GroupCommitFromBusyAsync),
    new("2", "transfer in a caller's transaction, random accounts, 16 callers", 1, OnSqlite: false, Transfers.InCallersTransactionAsync),
    new("2a", "the same, PostTransfer sent alone", null, OnSqlite: false, Transfers.AloneAsync),
    new("2b", "the same, the function by Npgsql alone", null, OnSqlite: false, BareFunction.RunAsync),
    new("3", "PostTransfers of 50, random accounts, 8 callers", 5, OnSqlite: false, Transfers.ManyAtOnceAsync),
    new("4", "participations claimed, proved, confirmed and paid, one hot campaign, 16 callers", 0.3, OnSqlite: false, Participations.PaidAsync) { WithWorks = true },
    new("4a", "from the confirmation to the payment", null, OnSqlite: false, Participations.DelayAsync) { WithWorks = true, P99AtMost = 50 },
    new("5", "SQLite FULL, group commit, random accounts, 16 callers", 1.2, OnSqlite: true, Transfers.GroupCommitAsync),
    new("6", "SQLite FULL, one transfer a commit, random accounts, 16 callers", 0.65, OnSqlite: true, Transfers.AloneAsync),
];
var rows = all.Where(row => options.Only.Count == 0 || options.Only.Contains(row.Key)).ToArray();
var folder = Directory.CreateTempSubdirectory("marketplace-benchmark-");
try
{
    return await new Run(options, rows, folder.FullName).RunAsync();
}
finally
{
    folder.Delete(recursive: true);
}
