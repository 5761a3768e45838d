using System.Net;
using System.Text.Json.Serialization.Metadata;

namespace Marketplace.Tron;

/// <summary>
/// A client of TRON's node HTTP API (<c>/wallet</c>, <c>/walletsolidity</c>) over one or more endpoints, with failover, a bounded retry,
/// a request limit and every failure as a value with a code of <see cref="TronErrorCodes"/>. Safe for concurrent use; keep one for ever.
/// </summary>
/// <remarks>Rules: the HTTP API reference of tronprotocol/documentation-en, and the servlets of java-tron.</remarks>
public sealed class TronNodeClient : IDisposable
{
    /// <summary>The most blocks one range request may ask for (java-tron, <c>BLOCK_LIMIT_NUM</c>).</summary>
    public const int MaxBlockRange = 100;

    private readonly TronNodeOptions options;
    private readonly TimeProvider time;
    private readonly HttpClient http;
    private readonly bool ownsHttp;
    private readonly NodeTransport transport;
    private readonly NodeEndpoint[] endpoints;

    /// <summary>A client of these endpoints.</summary>
    /// <param name="options">Endpoints and limits; read once.</param>
    /// <param name="timeProvider">The clock; the system's when null.</param>
    /// <param name="handler">Replaces the network, in tests; disposed by the client.</param>
    /// <exception cref="ArgumentException">The options are unusable.</exception>
    public TronNodeClient(TronNodeOptions options, TimeProvider? timeProvider = null, HttpMessageHandler? handler = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        this.options = options;
        time = timeProvider ?? TimeProvider.System;
        // Blocks are about 1 KB per transaction uncompressed: compression is what keeps a scanner's traffic bearable.
        http = new HttpClient(handler ?? new SocketsHttpHandler
        {
            AutomaticDecompression = DecompressionMethods.All,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        })
        {
            Timeout = System.Threading.Timeout.InfiniteTimeSpan,
        };
        ownsHttp = true;
        transport = new NodeTransport(http, options, time);
        endpoints = [.. options.Endpoints.Select(endpoint => new NodeEndpoint(endpoint, options, time))];
    }

    private TronNodeClient(TronNodeClient whole, NodeEndpoint only)
    {
        options = whole.options;
        time = whole.time;
        http = whole.http;
        transport = whole.transport;
        endpoints = [only];
    }

    /// <summary>The endpoints this client asks.</summary>
    public IReadOnlyList<TronNodeEndpoint> Endpoints => [.. endpoints.Select(endpoint => endpoint.Settings)];

    /// <summary>
    /// One client per endpoint, sharing this one's connections, limits and health: for questions that two nodes must answer alike.
    /// </summary>
    public IReadOnlyList<TronNodeClient> PerEndpoint() => [.. endpoints.Select(endpoint => new TronNodeClient(this, endpoint))];

    /// <summary>The newest block (head), or the newest solid one.</summary>
    public Task<TronResult<TronBlock>> GetNewestBlockAsync(TronView view, CancellationToken cancellationToken = default) =>
        AskAsync(view, "getnowblock", RequestBody.Of(), WireJson.Default.WireBlock, WireMapping.ToBlock, cancellationToken);

    /// <summary>The header of the newest block, or of the newest solid one: how far the chain is, for a fraction of the block's size.</summary>
    public async Task<TronResult<TronBlockHeader>> GetNewestHeaderAsync(TronView view, CancellationToken cancellationToken = default)
    {
        var header = await AskAsync(
            view, "getblock", RequestBody.Of(("detail", false)), WireJson.Default.WireBlock, WireMapping.ToHeader, cancellationToken).ConfigureAwait(false);
        // Nodes before java-tron 4.6 do not serve it.
        return header.Code == TronErrorCodes.NotServed
            ? await AskAsync(view, "getnowblock", RequestBody.Of(), WireJson.Default.WireBlock, WireMapping.ToHeader, cancellationToken).ConfigureAwait(false)
            : header;
    }

    /// <summary>The block of this number; <see cref="TronErrorCodes.NotFound"/> means "not yet", never "empty".</summary>
    public Task<TronResult<TronBlock>> GetBlockAsync(long number, TronView view, CancellationToken cancellationToken = default) =>
        AskAsync(
            view, "getblockbynum", RequestBody.Of(("num", number)), WireJson.Default.WireBlock,
            wire => WireMapping.ToBlock(wire).Then(block => block.Number == number
                ? TronResult<TronBlock>.Success(block)
                : new TronError(TronErrorCodes.Inconsistent, $"Asked for block {number}, got {block.Number}.")),
            cancellationToken);

    /// <summary>
    /// Blocks <paramref name="start"/> up to, not including, <paramref name="end"/>; fewer when the chain is not that far yet. Contiguous and
    /// linked by their parents' ids, or refused.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">An empty range, or more than <see cref="MaxBlockRange"/>.</exception>
    public Task<TronResult<IReadOnlyList<TronBlock>>> GetBlocksAsync(long start, long end, TronView view, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(end, start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(end, start + MaxBlockRange);
        return AskAsync(
            view, "getblockbylimitnext", RequestBody.Of(("startNum", start), ("endNum", end)), WireJson.Default.WireBlocks,
            wire => WireMapping.ToBlocks(wire, start, end), cancellationToken);
    }

    /// <summary>
    /// The receipts of a block's transactions. The caller compares their number and ids with the block's: an empty or short list means
    /// "not yet" on a node that lags.
    /// </summary>
    public Task<TronResult<IReadOnlyList<TronTransactionInfo>>> GetTransactionInfosAsync(
        long blockNumber, TronView view, CancellationToken cancellationToken = default) =>
        AskAsync(
            view, "gettransactioninfobyblocknum", RequestBody.Of(("num", blockNumber)), WireJson.Default.ListWireInfo,
            wire => WireMapping.ToInfos(wire, blockNumber), cancellationToken);

    /// <summary>A transaction; its id is recomputed from its bytes.</summary>
    public Task<TronResult<TronBlockTransaction>> GetTransactionAsync(string id, TronView view, CancellationToken cancellationToken = default) =>
        AskAsync(
            view, "gettransactionbyid", RequestBody.Of(("value", id)), WireJson.Default.WireTransaction,
            wire => WireMapping.ToTransaction(wire).Then(found => found.Id != id
                ? new TronError(TronErrorCodes.Inconsistent, $"Asked for transaction {id}, got {found.Id}.")
                : found.Verify().Map(_ => found)),
            cancellationToken);

    /// <summary>A transaction's receipt: exists once it is in a block.</summary>
    public Task<TronResult<TronTransactionInfo>> GetTransactionInfoAsync(string id, TronView view, CancellationToken cancellationToken = default) =>
        AskAsync(
            view, "gettransactioninfobyid", RequestBody.Of(("value", id)), WireJson.Default.WireInfo,
            wire => WireMapping.ToInfo(wire).Then(info => info.Id == id
                ? TronResult<TronTransactionInfo>.Success(info)
                : new TronError(TronErrorCodes.Inconsistent, $"Asked for the receipt of {id}, got that of {info.Id}.")),
            cancellationToken);

    /// <summary>An account; one that was never activated is a success with <see cref="TronAccount.Exists"/> false.</summary>
    public Task<TronResult<TronAccount>> GetAccountAsync(TronAddress address, TronView view, CancellationToken cancellationToken = default) =>
        AskAsync<WireAccount, TronAccount>(
            view, "getaccount", RequestBody.Of(("address", address.ToHex())), WireJson.Default.WireAccount,
            wire => wire.Address is not null && (!TronAddress.TryParse(wire.Address, out var shown, out _) || shown != address)
                ? new TronError(TronErrorCodes.Inconsistent, $"Asked for account {address}, got {wire.Address}.")
                : WireMapping.ToAccount(address, wire),
            cancellationToken);

    /// <summary>What an account may use for nothing; at the head only.</summary>
    public Task<TronResult<TronAccountResource>> GetAccountResourceAsync(TronAddress address, CancellationToken cancellationToken = default) =>
        AskAsync<WireResource, TronAccountResource>(
            TronView.Head, "getaccountresource", RequestBody.Of(("address", address.ToHex())), WireJson.Default.WireResource,
            wire => new TronAccountResource(
                wire.FreeNetLimit, wire.FreeNetUsed, wire.NetLimit, wire.NetUsed, wire.EnergyLimit, wire.EnergyUsed),
            cancellationToken);

    /// <summary>The network's prices of today.</summary>
    public Task<TronResult<TronChainParameters>> GetChainParametersAsync(CancellationToken cancellationToken = default) =>
        AskAsync<WireParameters, TronChainParameters>(
            TronView.Head, "getchainparameters", RequestBody.Of(), WireJson.Default.WireParameters,
            wire => wire.Parameters is null
                ? new TronError(TronErrorCodes.BadResponse, "No chain parameters.")
                : WireMapping.ToParameters(wire),
            cancellationToken);

    /// <summary>The id of block 0, which tells one network from another.</summary>
    public async Task<TronResult<string>> GetGenesisIdAsync(CancellationToken cancellationToken = default) =>
        (await GetBlockAsync(0, TronView.Head, cancellationToken).ConfigureAwait(false)).Map(block => block.Id);

    /// <summary>Runs a contract's function without a transaction: for reading, and for estimating energy.</summary>
    /// <param name="caller">Who would call.</param>
    /// <param name="contract">The contract.</param>
    /// <param name="data">Selector and arguments.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<TronResult<TronCallResult>> CallAsync(
        TronAddress caller, TronAddress contract, ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default) =>
        AskAsync(
            TronView.Head, "triggerconstantcontract",
            RequestBody.Of(("owner_address", caller.ToHex()), ("contract_address", contract.ToHex()), ("data", Convert.ToHexStringLower(data.Span))),
            WireJson.Default.WireCall, WireMapping.ToCall, cancellationToken);

    /// <summary>
    /// Sends a signed transaction to one node, once. Another node is tried only where no connection was made, so nothing can have been sent.
    /// Repeating is the caller's decision, by <see cref="BroadcastOutcome.Advice"/>; the very same bytes may be sent any number of times.
    /// </summary>
    public async Task<BroadcastOutcome> BroadcastAsync(SignedTronTransaction transaction, CancellationToken cancellationToken = default)
    {
        var body = TronTransactionJson.Write(transaction);
        BroadcastOutcome? last = null;
        foreach (var endpoint in ByHealth())
        {
            var answer = await transport
                .PostAsync(endpoint, TronView.Head, "broadcasttransaction", body, WireJson.Default.WireBroadcast, cancellationToken)
                .ConfigureAwait(false);
            Report(endpoint, answer.Error);
            last = WireMapping.ToOutcome(answer, transaction.Id, endpoint.Settings.Address);
            if (answer.Code != TronErrorCodes.Unreachable)
            {
                return last;
            }
        }

        return last!;
    }

    /// <summary>Closes the connections; clients of <see cref="PerEndpoint"/> share them.</summary>
    public void Dispose()
    {
        if (ownsHttp)
        {
            http.Dispose();
        }
    }

    private async Task<TronResult<TOut>> AskAsync<TWire, TOut>(
        TronView view, string method, byte[] body, JsonTypeInfo<TWire> type, Func<TWire, TronResult<TOut>> map, CancellationToken cancellationToken)
        where TWire : class
    {
        var result = TronResult<TOut>.Failure(TronErrorCodes.Unreachable, "Not tried.");
        NodeEndpoint[] round = [];
        for (var attempt = 0; attempt < options.MaxAttempts; attempt++)
        {
            var place = attempt % endpoints.Length;
            if (place == 0)
            {
                await BackOffAsync(attempt / endpoints.Length, cancellationToken).ConfigureAwait(false);
                round = ByHealth();
            }

            var answer = await transport.PostAsync(round[place], view, method, body, type, cancellationToken).ConfigureAwait(false);
            result = answer.Then(map);
            Report(round[place], result.Error);
            // Who does not serve a question will not serve it later either; another may.
            if (result.IsSuccess || !IsWorthAnother(result.Code) || (result.Code == TronErrorCodes.NotServed && attempt >= endpoints.Length - 1))
            {
                return result;
            }
        }

        return result;
    }

    private async Task BackOffAsync(int round, CancellationToken cancellationToken)
    {
        if (round == 0)
        {
            return;
        }

        var longest = Math.Min(options.BackOff.Ticks << Math.Min(round - 1, 16), options.MaxBackOff.Ticks);
        // Jitter: clients that failed together must not come back together.
        var wait = TimeSpan.FromTicks((longest / 2) + Random.Shared.NextInt64((longest / 2) + 1));
        await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
    }

    private NodeEndpoint[] ByHealth() => [.. endpoints.OrderBy(endpoint => endpoint.Score)];

    private static void Report(NodeEndpoint endpoint, TronError? error)
    {
        if (error is null || !IsWorthAnother(error.Code))
        {
            endpoint.ReportSuccess();
        }
        else if (error.Code != TronErrorCodes.NotServed)
        {
            endpoint.ReportFailure(error.Code);
        }
    }

    // "I do not know it" and a refusal are answers; asking again or elsewhere is the caller's decision.
    private static bool IsWorthAnother(string code) => code is not (TronErrorCodes.NotFound or TronErrorCodes.NodeError);
}
