using System.Security.Cryptography;
using System.Text;
using Marketplace.Benchmarks.Ledger.Load;
using Marketplace.Ledger;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Marketplace.Benchmarks.Ledger.Rows;

/// <summary>
/// The same posting without the house: <c>ledger_post</c> by Npgsql alone, as <c>PostgreSqlBooks</c> calls it. What the pipeline costs is the difference.
/// </summary>
internal static class BareFunction
{
    private const string Sql =
        """
        SELECT outcomes[1] FROM ledger_post(@at, 4000000000000000000, @keys, @hashes, @kinds, @references, NULL::uuid[], NULL::bigint[], @first, @transfers, @sides,
            @amounts, 2, @codes, @assets, @floors, @shared)
        """;

    private static readonly int[] First = [1, 3];
    private static readonly int[] Both = [1, 1];
    private static readonly string[] Assets = ["TRX", "TRX"];
    private static readonly long[] Floors = [0, 0];
    private static readonly bool[] Shared = [false, false];

    public static Task<Sample> RunAsync(Bench bench)
    {
        var source = bench.Market.Services.GetRequiredService<NpgsqlDataSource>();
        return bench.LoopAsync(16, async _ =>
        {
            await using var connection = await source.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            var outcome = await CallAsync(connection, bench.Market.BetweenPeople());
            await transaction.CommitAsync();
            return outcome == 0 ? 1 : throw new InvalidOperationException($"ledger_post answered {outcome}.");
        });
    }

    private static async Task<int> CallAsync(NpgsqlConnection connection, Transfer transfer)
    {
        var entries = transfer.Entries.OrderBy(entry => entry.Account.Code, StringComparer.Ordinal).ToArray();
        await using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.AddWithValue("at", TimeProvider.System.GetUtcNow().UtcDateTime);
        command.Parameters.AddWithValue("keys", (string[])[transfer.Key]);
        command.Parameters.AddWithValue("hashes", (byte[][])[SHA256.HashData(Encoding.UTF8.GetBytes(transfer.Key))]);
        command.Parameters.AddWithValue("kinds", (string[])[transfer.Kind]);
        command.Parameters.AddWithValue("references", (string[])[transfer.Reference]);
        command.Parameters.AddWithValue("first", First);
        command.Parameters.AddWithValue("transfers", Both);
        command.Parameters.AddWithValue("sides", (int[])[1, 2]);
        command.Parameters.AddWithValue("amounts", Array.ConvertAll(entries, entry => entry.Amount));
        command.Parameters.AddWithValue("codes", Array.ConvertAll(entries, entry => entry.Account.Code));
        command.Parameters.AddWithValue("assets", Assets);
        command.Parameters.AddWithValue("floors", Floors);
        command.Parameters.AddWithValue("shared", Shared);
        return (int)(await command.ExecuteScalarAsync())!;
    }
}
