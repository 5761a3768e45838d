using Marketplace.Accounts;
using Marketplace.Kernel;

namespace Marketplace.Campaigns;

/// <summary>Writes a campaign as a draft. Errors: <c>campaigns.bad_title</c>, <c>campaigns.piled_marks</c>, <c>campaigns.bad_reward</c>.</summary>
/// <param name="OwnerId">Whose.</param>
/// <param name="Title">1 to 80 visible characters; control characters and line breaks are refused.</param>
/// <param name="Bot">What it promotes, resolved to its numeric id by the frontend.</param>
/// <param name="Reward">The price of one participation.</param>
/// <param name="IdempotencyKey">The caller's key.</param>
/// <param name="Tested">True where the owner has shown an answer of the bot that <see cref="TryBot"/> accepted.</param>
/// <param name="Wanted">The budget that the owner has in mind: kept until money comes. It moves none.</param>
public sealed record CreateCampaign(AccountId OwnerId, string Title, PromotedBot Bot, Sun Reward, string? IdempotencyKey = null, bool Tested = false, Sun Wanted = default)
    : ICommand<CampaignId>, IIdempotent;

/// <summary>
/// Would participants be able to prove a start of this bot? A bot that is silent, or whose messages can not be forwarded, would take the budget and never pay it out. Errors:
/// <c>proof.…</c> by the verdict (see <see cref="ProofErrors"/>).
/// </summary>
/// <param name="Bot">Which.</param>
/// <param name="Evidence">An answer of it, forwarded; of the last hour, for it must answer now.</param>
public sealed record TryBot(PromotedBot Bot, ForwardEvidence Evidence) : IQuery<Result>;
