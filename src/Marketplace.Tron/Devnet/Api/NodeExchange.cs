using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Marketplace.Tron.Devnet;

/// <summary>What one node answers to one request, faults included; by whatever way the request came.</summary>
internal static class NodeExchange
{
    private const string LiteText = "this API is closed because this node is a lite fullnode";
    private const string RateLimitedText = "class java.lang.IllegalAccessException : lack of computing resources";

    /// <param name="devnet">The chain.</param>
    /// <param name="call">Which node, which part of the chain, which method.</param>
    /// <param name="body">The request's body; empty for a GET.</param>
    /// <param name="query">The request's query.</param>
    /// <param name="aborted">The client gave up.</param>
    internal static async Task<NodeReply> AnswerAsync(
        TronDevnet devnet, NodeCall call, ReadOnlyMemory<byte> body, IQueryCollection query, CancellationToken aborted)
    {
        var fault = devnet.Faults.Take(call.Node, call.Path);
        if (fault is not null && await PlayAsync(devnet, fault, aborted).ConfigureAwait(false) is { } played)
        {
            return played;
        }

        if (body.Length > NodeRequest.MaxBodyBytes)
        {
            return new NodeReply(StatusCodes.Status413PayloadTooLarge, []);
        }

        if (NodeRequest.Read(body, query) is not { } request)
        {
            return NodeReply.Ok(NodeApi.SyntaxError());
        }

        var node = devnet.Endpoint(call.Node);
        var answer = fault?.Kind switch
        {
            DevnetFaultKind.Refuse => BroadcastApi.Refuse(fault, request),
            DevnetFaultKind.AcceptedThenLost => BroadcastApi.Lose(node, request),
            _ => devnet.Api.Answer(node, call.View, call.Method, request),
        };
        if (answer is null)
        {
            return NodeReply.NotServed(HttpMethods.Get, call.Path);
        }

        if (fault?.Kind == DevnetFaultKind.TimeoutAfterAcceptance)
        {
            await WaitAsync(devnet, Timeout.InfiniteTimeSpan, aborted).ConfigureAwait(false);
            return NodeReply.None;
        }

        return NodeReply.Ok(fault is null or { IsAboutBroadcast: true } or { Kind: DevnetFaultKind.Slow } ? answer : FaultLies.Apply(fault, answer));
    }

    /// <summary>Faults that need no true answer; null where the true one is wanted after all.</summary>
    private static async Task<NodeReply?> PlayAsync(TronDevnet devnet, DevnetFault fault, CancellationToken aborted)
    {
        switch (fault.Kind)
        {
            case DevnetFaultKind.Status:
                return new NodeReply(fault.Status, []);
            case DevnetFaultKind.Empty:
                return NodeReply.Ok("{}"u8.ToArray());
            case DevnetFaultKind.LiteText:
                return NodeReply.Ok(Encoding.UTF8.GetBytes(LiteText));
            case DevnetFaultKind.RateLimited:
                return NodeReply.Ok(NodeApi.Error(RateLimitedText));
            case DevnetFaultKind.Slow:
                return await WaitAsync(devnet, fault.Delay, aborted).ConfigureAwait(false) ? null : NodeReply.None;
            default:
                return null;
        }
    }

    /// <summary>Until the time is over (true), or the client gives up or the chain stops (false).</summary>
    private static async Task<bool> WaitAsync(TronDevnet devnet, TimeSpan time, CancellationToken aborted)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(aborted, devnet.Stopping);
        try
        {
            await Task.Delay(time, devnet.Time, linked.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}

/// <summary>A call of a node's HTTP API.</summary>
/// <param name="Node">The endpoint's name.</param>
/// <param name="View">Head or solid.</param>
/// <param name="Method">The last part of the path.</param>
internal readonly record struct NodeCall(string Node, TronView View, string Method)
{
    private const string NodesArea = "nodes";

    /// <summary>As a node of its own would name it; faults are matched by it.</summary>
    internal string Path => $"/{Area(View)}/{Method}";

    internal static string Area(TronView view) => view == TronView.Head ? "wallet" : "walletsolidity";

    /// <summary>Reads <c>/wallet/…</c>, <c>/walletsolidity/…</c>, or the same under <c>/nodes/{name}</c>; null for any other path.</summary>
    internal static NodeCall? Read(string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var (node, rest) = parts is [NodesArea, { } name, ..] ? (name, parts[2..]) : (TronDevnet.MainEndpoint, parts);
        return rest switch
        {
            ["wallet", { } method] => new NodeCall(node, TronView.Head, method),
            ["walletsolidity", { } method] => new NodeCall(node, TronView.Solid, method),
            _ => null,
        };
    }
}

/// <summary>An answer. A node that never answers has <see cref="IsNone"/> true: the connection breaks.</summary>
internal readonly record struct NodeReply(int Status, byte[] Body, bool IsNone = false)
{
    internal static NodeReply None => new(0, [], IsNone: true);

    internal static NodeReply Ok(byte[] body) => new(StatusCodes.Status200OK, body);

    /// <summary>What a node's web server (Jetty) tells a client that takes JSON, as TronWeb does, of a path or a method it does not know.</summary>
    internal static NodeReply NotServed(string method, string path)
    {
        var (status, message) = HttpMethods.IsGet(method) || HttpMethods.IsPost(method)
            ? (StatusCodes.Status404NotFound, "Not Found")
            : (StatusCodes.Status405MethodNotAllowed, $"HTTP method {method} is not supported by this URL");
        return new NodeReply(status, NodeApi.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("url", path);
            json.WriteString("status", status.ToString(CultureInfo.InvariantCulture));
            json.WriteString("message", message);
            json.WriteEndObject();
        }));
    }
}
