using System.Data.Common;
using System.Net;
using Marketplace.Kernel;
using Marketplace.Persistence;
using Marketplace.Tron.Devnet;
using Marketplace.Wallets;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Marketplace.Tron.Payments.Tests.Faults;

/// <summary>The process may die before and after each call of the port that makes or sends a payment.</summary>
internal sealed class MortalNetwork(IPaymentNetwork inner, Chaos chaos) : IPaymentNetwork
{
    public PaymentNetworkInfo Info => inner.Info;

    /// <summary>Payees of which the chain is not asked when they are looked up: they become contracts only afterwards.</summary>
    public static HashSet<string> Disguised { get; } = [];

    public Result<string> ParseAddress(string address) => inner.ParseAddress(address);

    public string DepositAddress(int index) => inner.DepositAddress(index);

    public IWatchList CreateWatchList() => inner.CreateWatchList();

    public Task<NetworkReading> ReadAsync(BlockCursor? after, IWatchList watched, CancellationToken cancellationToken) =>
        inner.ReadAsync(after, watched, cancellationToken);

    public Task<Result<Payee>> InspectAsync(string address, CancellationToken cancellationToken) =>
        Disguised.Contains(address) ? Task.FromResult<Result<Payee>>(new Payee(address, 0)) : inner.InspectAsync(address, cancellationToken);

    public Task<CustodyReading> ReadBalancesAsync(IReadOnlyList<string> addresses, CancellationToken cancellationToken) =>
        inner.ReadBalancesAsync(addresses, cancellationToken);

    public async Task<Result<SignedPayment>> SignAsync(PaymentOrder order, CancellationToken cancellationToken)
    {
        chaos.Pass("before signing");
        var signed = await inner.SignAsync(order, cancellationToken);
        chaos.Pass("after signing");
        return signed;
    }

    public async Task<PaymentStatus> SubmitAsync(SignedPayment payment, CancellationToken cancellationToken)
    {
        chaos.Pass("before sending or looking");
        var status = await inner.SubmitAsync(payment, cancellationToken);
        chaos.Pass("after sending or looking");
        chaos.Note($"seen {status.State}");
        return status;
    }
}

/// <summary>The process may die before and after each commit.</summary>
internal sealed class MortalEngine(IDatabaseEngine inner, Chaos chaos) : IDatabaseEngine
{
    public string Description => inner.Description;

    public bool HasRowLocks => inner.HasRowLocks;

    public string? File => inner.File;

    public Task CheckAsync(DbContext db, CancellationToken cancellationToken) => inner.CheckAsync(db, cancellationToken);

    public Task MigrateAsync(DbContext db, CancellationToken cancellationToken) => inner.MigrateAsync(db, cancellationToken);

    public void Configure(DbContextOptionsBuilder builder)
    {
        inner.Configure(builder);
        builder.AddInterceptors(new Commits(chaos));
    }

    public ValueTask<IDisposable?> EnterWriteAsync(CancellationToken cancellationToken) => inner.EnterWriteAsync(cancellationToken);

    public bool IsTransient(Exception exception, bool committing) => inner.IsTransient(exception, committing);

    private sealed class Commits(Chaos chaos) : DbTransactionInterceptor
    {
        public override ValueTask<InterceptionResult> TransactionCommittingAsync(
            DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
        {
            chaos.Pass($"before the commit of {chaos.Command}");
            return ValueTask.FromResult(result);
        }

        public override Task TransactionCommittedAsync(
            DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            chaos.Pass($"after the commit of {chaos.Command}");
            return Task.CompletedTask;
        }
    }
}

/// <summary>Names the transaction after its command.</summary>
internal sealed class CommandNames<TRequest, TResponse>(Chaos chaos) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : ITransactional
{
    public async Task<TResponse> Handle(TRequest request, RequestHandlerDelegate<TResponse> next, CancellationToken cancellationToken)
    {
        using (chaos.In(typeof(TRequest).Name))
        {
            return await next(cancellationToken);
        }
    }
}

/// <summary>What stands between the marketplace and the nodes.</summary>
internal sealed class UnreliableNodes(TronDevnet chain, Chaos chaos) : DelegatingHandler(chain.CreateHandler())
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!request.RequestUri!.AbsolutePath.Contains("/wallet/broadcast", StringComparison.Ordinal))
        {
            return chaos.OneIn(400) ? Answer(HttpStatusCode.BadGateway)
                : chaos.OneIn(400) ? await CutAsync(await base.SendAsync(request, cancellationToken), cancellationToken)
                : await base.SendAsync(request, cancellationToken);
        }

        var outcome = chaos.NextBroadcast();
        if (FaultOf(outcome) is { } fault)
        {
            chain.AddFault(fault);
        }

        switch (outcome)
        {
            case Broadcast.ServerErrorBefore:
                return Answer(HttpStatusCode.ServiceUnavailable);
            case Broadcast.ServerErrorAfter:
                (await base.SendAsync(request, cancellationToken)).Dispose();
                return Answer(HttpStatusCode.BadGateway);
            case Broadcast.AnswerLost:
                (await base.SendAsync(request, cancellationToken)).Dispose();
                throw new HttpRequestException(HttpRequestError.ResponseEnded, "The answer is lost.");
            case Broadcast.AnswerCut:
                return await CutAsync(await base.SendAsync(request, cancellationToken), cancellationToken);
            default:
                return await base.SendAsync(request, cancellationToken);
        }
    }

    private static DevnetFault? FaultOf(Broadcast outcome) => outcome switch
    {
        Broadcast.AcceptedThenLost => new DevnetFault { Kind = DevnetFaultKind.AcceptedThenLost },
        Broadcast.Busy => Refuse("SERVER_BUSY"),
        Broadcast.Duplicate => Refuse("DUP_TRANSACTION_ERROR"),
        Broadcast.Tapos => Refuse("TAPOS_ERROR"),
        Broadcast.Expired => Refuse("TRANSACTION_EXPIRATION_ERROR"),
        Broadcast.NoBandwidth => Refuse("BANDWITH_ERROR"),
        Broadcast.NoBalance => Refuse("CONTRACT_VALIDATE_ERROR"),
        _ => null,
    };

    private static DevnetFault Refuse(string code) => new() { Kind = DevnetFaultKind.Refuse, Code = code };

    private static HttpResponseMessage Answer(HttpStatusCode status) => new(status) { Content = new ByteArrayContent([]) };

    private static async Task<HttpResponseMessage> CutAsync(HttpResponseMessage whole, CancellationToken cancellationToken)
    {
        using (whole)
        {
            var body = await whole.Content.ReadAsByteArrayAsync(cancellationToken);
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(body[..(body.Length / 2)]) };
        }
    }
}
