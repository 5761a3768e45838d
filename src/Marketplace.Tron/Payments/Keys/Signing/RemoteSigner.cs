using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Kernel;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Marketplace.Tron.Payments.Keys.Signing;

/// <summary>Asks the signer's process. What it refuses comes back as a value; where it is away, nothing is known and the caller asks again later.</summary>
internal sealed class RemoteSigner : ISigner, IDisposable
{
    /// <summary>How an address on a Unix domain socket begins.</summary>
    public const string SocketScheme = "unix:";
    private const long LargestAnswer = 16 * 1024;
    private readonly HttpClient http;
    private readonly string address;
    private readonly ILogger<RemoteSigner> logger;

    public RemoteSigner(IOptions<TronPaymentsOptions> options, ILogger<RemoteSigner> logger)
    {
        this.logger = logger;
        address = options.Value.Signer!;
        http = new HttpClient(CreateHandler(address))
        {
            BaseAddress = new Uri(SocketPath(address) is null ? address : "http://localhost/"),
            Timeout = options.Value.SignerTimeout,
            MaxResponseContentBufferSize = LargestAnswer,
        };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TronSignerToken.Read(options.Value.SignerToken!));
    }

    /// <summary>The socket's path, or null for an address of HTTP.</summary>
    public static string? SocketPath(string address) =>
        address.StartsWith(SocketScheme, StringComparison.Ordinal) ? address[SocketScheme.Length..] : null;

    public async Task<Result<SignedTronTransaction>> SignAsync(SigningRequest request, CancellationToken cancellationToken)
    {
        var body = new SignBody(request.Reference, SourceText.Write(request.Source), Convert.ToHexStringLower(request.Transaction.Encode()));
        var answer = await AskAsync(
            token => http.PostAsJsonAsync("sign", body, SignerJson.Default.SignBody, token), SignerJson.Default.SignAnswer, cancellationToken);
        if (answer.Reason is { } reason)
        {
            logger.LogError("ALARM: the signer refuses {Reference}: {Reason}. {Detail}", request.Reference, reason, answer.Detail);
            return new SigningRefusal(reason, answer.Detail ?? string.Empty).ToError();
        }

        var signature = TronSignature.FromHex(answer.Signature);
        return signature.IsSuccess
            ? request.Transaction.WithSignatures([signature.Value])
            : throw Unavailable($"it answers no signature ({signature.Error})");
    }

    /// <summary>Compares its keys with the addresses that this host hands out.</summary>
    /// <returns>What is wrong, in one sentence, or null.</returns>
    /// <exception cref="TronUnavailableException">It does not answer.</exception>
    public async Task<string?> FindMismatchAsync(TronWallet wallet, CancellationToken cancellationToken)
    {
        var info = await AskAsync(token => http.GetAsync("public", token), SignerJson.Default.PublicAnswer, cancellationToken);
        var (hot, cold) = (wallet.Hot.ToString(), wallet.Cold?.ToString());
        return HdPublicKey.Parse(info.AccountXpub) is not { IsSuccess: true } account || wallet.Deposits.Address != account.Value.Child(TronWallet.ExternalBranch).Value.Address
                ? $"TRON: the signer at {address} holds the keys of another AccountXpub, {info.AccountXpub}."
            : info.HotAddress != hot ? $"TRON: the signer at {address} pays from {info.HotAddress}, and HotAddress is {hot}."
            : cold is not null && info.ColdAddress != cold
                ? $"TRON: the signer at {address} knows the cold address {info.ColdAddress ?? "(none)"}, and ColdAddress is {cold}."
            : null;
    }

    public void Dispose() => http.Dispose();

    private static SocketsHttpHandler CreateHandler(string address)
    {
        // The token goes to this address and nowhere else.
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false };
        if (SocketPath(address) is { } path)
        {
            handler.ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            };
        }

        return handler;
    }

    private async Task<T> AskAsync<T>(
        Func<CancellationToken, Task<HttpResponseMessage>> ask, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await ask(cancellationToken);
            return response.StatusCode switch
            {
                HttpStatusCode.OK or HttpStatusCode.UnprocessableEntity =>
                    await response.Content.ReadFromJsonAsync(type, cancellationToken) ?? throw Unavailable("it answers nothing"),
                HttpStatusCode.Unauthorized => throw Unavailable("it does not know this SignerToken"),
                var status => throw Unavailable($"it answers {(int)status}"),
            };
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException
            || (exception is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw Unavailable(exception.GetBaseException().Message.TrimEnd('.'));
        }
    }

    private TronUnavailableException Unavailable(string reason) => new($"The signer at {address} can not be used: {reason}.");
}

/// <summary>What is asked.</summary>
internal sealed record SignBody(string Reference, string Source, string RawDataHex);

/// <summary>What is answered: a signature, or why there is none.</summary>
internal sealed record SignAnswer(string? Signature, string? Reason, string? Detail);

/// <summary>Whose keys it holds.</summary>
internal sealed record PublicAnswer(string? AccountXpub, string? HotAddress, string? ColdAddress);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SignBody))]
[JsonSerializable(typeof(SignAnswer))]
[JsonSerializable(typeof(PublicAnswer))]
internal sealed partial class SignerJson : JsonSerializerContext;
