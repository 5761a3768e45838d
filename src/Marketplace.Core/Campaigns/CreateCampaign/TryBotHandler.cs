using Marketplace.Kernel;
using MediatR;
using Microsoft.Extensions.Options;

namespace Marketplace.Campaigns;

internal sealed class TryBotHandler(IOptions<CampaignsOptions> options) : IRequestHandler<TryBot, Result>
{
    private static readonly TimeSpan Oldest = TimeSpan.FromHours(1);

    public Task<Result> Handle(TryBot request, CancellationToken cancellationToken)
    {
        var refusal = ForwardVerdict.Judge(request.Evidence, request.Bot, request.Evidence.ReceivedAt - Oldest, options.Value.ClockTolerance);
        return Task.FromResult(refusal is null ? Result.Success : (Result)refusal);
    }
}
