using System.Globalization;
using System.Numerics;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Marketplace.Tron.Devnet;

/// <summary>What a person or a test does to the chain, under <c>/devnet</c>. No wallet calls it.</summary>
internal static class ControlApi
{
    private const int MostBlocks = 10_000;

    internal static void Map(RouteGroupBuilder group, TronDevnet devnet)
    {
        group.MapGet("/state", () => Reply(State(devnet)));
        group.MapGet("/blocks", (int? count) => Reply(Blocks(devnet, count ?? 10)));
        group.MapGet("/account/{address}", (string address) => Account(devnet, address));
        group.MapPost("/mine", (MineRequest request) => Mine(devnet, request));
        group.MapPost("/time", (TimeRequest request) => Advance(devnet, request));
        group.MapPost("/faucet", (FaucetRequest request) => Faucet(devnet, request));
        group.MapPost("/fork", (ForkRequest request) => Fork(devnet, request));
        group.MapGet("/faults", () => Reply(devnet.Faults.Waiting()));
        group.MapPost("/fault", (DevnetFault fault) =>
        {
            devnet.AddFault(fault);
            return Reply(devnet.Faults.Waiting());
        });
        group.MapDelete("/faults", () =>
        {
            devnet.ClearFaults();
            return Reply(devnet.Faults.Waiting());
        });
        group.MapPost("/endpoint", (EndpointRequest request) => Configure(devnet, request));
    }

    internal static StateReply State(TronDevnet devnet)
    {
        var head = devnet.Chain.Head;
        return new StateReply(
            "a local chain, not TRON", head.Number, head.Id, head.TimestampMs, devnet.SolidNumber, devnet.GenesisId, devnet.Chain.PoolCount,
            devnet.FaucetAddress.ToString(), devnet.BalanceSun(devnet.FaucetAddress), devnet.TokenAddress.ToString(), devnet.FakeTokenAddress.ToString(), devnet.RouterAddress.ToString(),
            [.. devnet.Endpoints.Select(node => new EndpointRequest(node.Name, node.LagBlocks, node.IsOnAnotherChain, node.RemembersBroadcasts))]);
    }

    private static IReadOnlyList<BlockReply> Blocks(TronDevnet devnet, int count)
    {
        var head = devnet.HeadNumber;
        var solid = devnet.SolidNumber;
        return [.. devnet.Chain.Blocks(Math.Max(0, head - Math.Clamp(count, 1, MostBlocks) + 1), head + 1, head).Reverse().Select(block => new BlockReply(
            block.Number, block.Id, block.ParentId, block.TimestampMs, block.Number <= solid, devnet.Chain.WitnessAddress(block.Witness).ToString(),
            [.. block.Transactions.Select(Describe)]))];
    }

    private static TransactionReply Describe(IncludedTransaction included)
    {
        var (from, to, amount) = included.Signed.Transaction.Contract switch
        {
            TransferContract transfer => (transfer.Owner, transfer.To, transfer.AmountSun),
            TriggerSmartContract call => (call.Owner, call.Contract, call.CallValueSun),
            _ => default,
        };
        return new TransactionReply(
            included.Signed.Id, from.ToString(), to.ToString(), amount, included.Receipt.IsContractCall, included.Receipt.ContractResult, included.Receipt.FeeSun);
    }

    private static IResult Account(TronDevnet devnet, string text) =>
        TronAddress.TryParse(text, out var address, out var reason)
            ? Reply(new AccountReply(
                address.ToString(), devnet.BalanceSun(address), devnet.BalanceSun(address, TronView.Solid),
                devnet.TokenBalance(address).ToString(CultureInfo.InvariantCulture)))
            : Refuse($"Not an address: {reason}.");

    private static IResult Mine(TronDevnet devnet, MineRequest request)
    {
        if (request.Count is < 1 or > MostBlocks || request.StepMs < 0)
        {
            return Refuse($"count is 1 to {MostBlocks}, step_ms not negative.");
        }

        devnet.Mine(request.Count, TimeSpan.FromMilliseconds(request.StepMs));
        return Reply(State(devnet));
    }

    private static IResult Advance(TronDevnet devnet, TimeRequest request)
    {
        if (request.AdvanceMs < 0)
        {
            return Refuse("advance_ms is not negative: time does not run backwards.");
        }

        devnet.AdvanceClock(TimeSpan.FromMilliseconds(request.AdvanceMs));
        return Reply(State(devnet));
    }

    private static IResult Faucet(TronDevnet devnet, FaucetRequest request)
    {
        if (!TronAddress.TryParse(request.Address, out var address, out var reason))
        {
            return Refuse($"Not an address: {reason}.");
        }

        var tokens = BigInteger.Zero;
        if (request.TokenAmount is not null && !BigInteger.TryParse(request.TokenAmount, NumberStyles.None, CultureInfo.InvariantCulture, out tokens))
        {
            return Refuse("token_amount is a whole number in a string.");
        }

        var sent = request.TokenAmount is null ? devnet.Faucet(address, request.AmountSun) : devnet.FaucetToken(address, tokens, request.Fake);
        return sent.IsSuccess ? Reply(new FaucetReply(sent.Value)) : Refuse(sent.Error.Message);
    }

    private static IResult Fork(TronDevnet devnet, ForkRequest request) =>
        devnet.Fork(request.Depth, request.Drop, request.BelowSolid)
            ? Reply(State(devnet))
            : Refuse("depth is at least 1, and does not reach the solid block unless below_solid is true.");

    private static IResult Configure(TronDevnet devnet, EndpointRequest request)
    {
        if (string.IsNullOrEmpty(request.Name) || !request.Name.All(char.IsAsciiLetterOrDigit) || request.LagBlocks < 0)
        {
            return Refuse("name is letters and digits, lag_blocks not negative.");
        }

        devnet.ConfigureEndpoint(request.Name, request.LagBlocks, request.OtherChain, request.TransactionCache);
        return Reply(State(devnet));
    }

    private static IResult Reply<T>(T value) => Results.Json(value);

    private static IResult Refuse(string error) => Results.Json(new ErrorReply(error), statusCode: StatusCodes.Status400BadRequest);
}

internal sealed record MineRequest([property: JsonPropertyName("count")] int Count = 1, [property: JsonPropertyName("step_ms")] long StepMs = 0);

internal sealed record TimeRequest([property: JsonPropertyName("advance_ms")] long AdvanceMs);

internal sealed record FaucetRequest(
    [property: JsonPropertyName("address")] string Address,
    [property: JsonPropertyName("amount_sun")] long AmountSun = 0,
    [property: JsonPropertyName("token_amount")] string? TokenAmount = null,
    [property: JsonPropertyName("fake")] bool Fake = false);

internal sealed record ForkRequest(
    [property: JsonPropertyName("depth")] int Depth,
    [property: JsonPropertyName("drop")] bool Drop = false,
    [property: JsonPropertyName("below_solid")] bool BelowSolid = false);

internal sealed record EndpointRequest(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("lag_blocks")] int LagBlocks = 0,
    [property: JsonPropertyName("other_chain")] bool OtherChain = false,
    [property: JsonPropertyName("transaction_cache")] bool? TransactionCache = null);

internal sealed record FaucetReply([property: JsonPropertyName("txid")] string TransactionId);

internal sealed record ErrorReply([property: JsonPropertyName("error")] string Error);

internal sealed record AccountReply(
    [property: JsonPropertyName("address")] string Address,
    [property: JsonPropertyName("balance_sun")] long BalanceSun,
    [property: JsonPropertyName("solid_balance_sun")] long SolidBalanceSun,
    [property: JsonPropertyName("token_balance")] string TokenBalance);

internal sealed record TransactionReply(
    [property: JsonPropertyName("txid")] string TransactionId,
    [property: JsonPropertyName("from")] string From,
    [property: JsonPropertyName("to")] string To,
    [property: JsonPropertyName("amount_sun")] long AmountSun,
    [property: JsonPropertyName("contract_call")] bool ContractCall,
    [property: JsonPropertyName("result")] string Result,
    [property: JsonPropertyName("fee_sun")] long FeeSun);

internal sealed record BlockReply(
    [property: JsonPropertyName("number")] long Number,
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("parent")] string Parent,
    [property: JsonPropertyName("timestamp")] long TimestampMs,
    [property: JsonPropertyName("solid")] bool Solid,
    [property: JsonPropertyName("witness")] string Witness,
    [property: JsonPropertyName("transactions")] IReadOnlyList<TransactionReply> Transactions);

internal sealed record StateReply(
    [property: JsonPropertyName("what")] string What,
    [property: JsonPropertyName("head")] long Head,
    [property: JsonPropertyName("head_id")] string HeadId,
    [property: JsonPropertyName("head_timestamp")] long HeadTimestampMs,
    [property: JsonPropertyName("solid")] long Solid,
    [property: JsonPropertyName("genesis_id")] string GenesisId,
    [property: JsonPropertyName("pool")] int Pool,
    [property: JsonPropertyName("faucet")] string Faucet,
    [property: JsonPropertyName("faucet_balance_sun")] long FaucetBalanceSun,
    [property: JsonPropertyName("token")] string Token,
    [property: JsonPropertyName("fake_token")] string FakeToken,
    [property: JsonPropertyName("router")] string Router,
    [property: JsonPropertyName("endpoints")] IReadOnlyList<EndpointRequest> Endpoints);
