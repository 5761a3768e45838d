using System.Globalization;
using Marketplace.Campaigns;
using Marketplace.Frontends.Home;
using Marketplace.Frontends.Texts;
using Marketplace.Kernel;
using Microsoft.Extensions.Options;

namespace Marketplace.Frontends.Campaigns;

internal sealed class CreateCampaignCommand() : Page("campaigns", "create_campaign", 20)
{
    public override Task<Reply> RunAsync(ChatTurn turn, ActionArguments arguments, CancellationToken cancellationToken) =>
        turn.BeginAsync(CreateCampaignDialog.DialogName, CreateCampaignDialog.TitleStep);
}

/// <summary>Title, bot, reward, budget, summary; then the campaign is written and funded.</summary>
internal sealed class CreateCampaignDialog(IOptions<CampaignsOptions> options) : IChatDialog
{
    public const string DialogName = "create_campaign";
    public const string TitleStep = "title";
    private const string BotStep = "bot";
    private const string RewardStep = "reward";
    private const string BudgetStep = "budget";
    private const string ConfirmStep = "confirm";
    private const int LongestTitle = 80;

    public string Module => "campaigns";

    public string Name => DialogName;

    public async Task<ScreenBuilder> AskAsync(ChatTurn turn, DialogState dialog, CancellationToken cancellationToken) => dialog.Step switch
    {
        TitleStep => turn.Say("campaigns.create.title", ("most", LongestTitle)).Cancel(),
        BotStep => turn.Say("campaigns.create.bot").Cancel(),
        RewardStep => turn.Say(
            "campaigns.create.reward", ("minimum", options.Value.MinimumReward), ("maximum", options.Value.MaximumReward), ("bot", "@" + dialog["bot_name"])).Cancel(),
        BudgetStep => turn.Say("campaigns.create.budget", ("reward", dialog.Amount("reward"))).Also(await Funds.AdBalanceAsync(turn, cancellationToken)).Cancel(),
        _ => turn.Say(
                "campaigns.create.confirm",
                ("title", dialog["title"]),
                ("bot", "@" + dialog["bot_name"]),
                ("reward", dialog.Amount("reward")),
                ("earns", Earns(dialog.Amount("reward"))),
                ("budget", dialog.Amount("budget")),
                ("people", dialog.Amount("budget").Value / dialog.Amount("reward").Value))
            .Choice("campaigns.create.go", dialog, "go")
            .Cancel(),
    };

    public async Task<Reply?> TakeAsync(ChatTurn turn, DialogState dialog, DialogAnswer answer, CancellationToken cancellationToken) => (dialog.Step, answer) switch
    {
        (TitleStep, { Text: { } text }) => await TitleAsync(turn, dialog, text),
        (BotStep, { Text: { } text }) => await BotAsync(turn, dialog, await turn.Platform.ResolveBotAsync(text, cancellationToken)),
        (BotStep, { Forward: { } forward }) => await BotAsync(turn, dialog, BotOf(forward)),
        (RewardStep, { Text: { } text }) => await RewardAsync(turn, dialog, text),
        (BudgetStep, { Text: { } text }) => await BudgetAsync(turn, dialog, text),
        (ConfirmStep, { Choice: "go" }) => await CreateAsync(turn, dialog, cancellationToken),
        _ => null,
    };

    private static async Task<Reply> TitleAsync(ChatTurn turn, DialogState dialog, string text)
    {
        // What can not be seen is refused here rather than at the end; the module has the last word.
        var title = text.Trim();
        return title == UserText.Clean(title) && new StringInfo(title).LengthInTextElements is > 0 and <= LongestTitle
            ? await turn.AskAsync(dialog.Next(BotStep, ("title", title)))
            : await turn.AskAsync(dialog, CampaignErrors.BadTitle);
    }

    private static async Task<Reply> BotAsync(ChatTurn turn, DialogState dialog, Result<PromotedBot> found) => found.Succeeded
        ? await turn.AskAsync(dialog.Next(
            RewardStep, ("bot_platform", found.Value.Platform), ("bot_id", found.Value.Id), ("bot_name", found.Value.Username)))
        : await turn.AskAsync(dialog, found.Error);

    private static Result<PromotedBot> BotOf(MessageForwarded forward) =>
        forward is { Evidence: { Origin: ForwardOrigin.User, OriginIsBot: true, OriginId: { } id, Platform: var platform }, OriginUsername: { } name }
            ? new PromotedBot(platform, id, name)
            : ChatErrors.BotNotFound;

    private async Task<Reply> RewardAsync(ChatTurn turn, DialogState dialog, string text)
    {
        var reward = Sun.Parse(text);
        return !reward.Succeeded ? await turn.AskAsync(dialog, reward.Error)
            : reward.Value < options.Value.MinimumReward || reward.Value > options.Value.MaximumReward
                ? await turn.AskAsync(dialog, CampaignErrors.BadReward
                    .With("minimum", options.Value.MinimumReward.Value).With("maximum", options.Value.MaximumReward.Value))
                : await turn.AskAsync(dialog.Next(BudgetStep, ("reward", Invariant(reward.Value))));
    }

    private static async Task<Reply> BudgetAsync(ChatTurn turn, DialogState dialog, string text)
    {
        var budget = Sun.Parse(text);
        return !budget.Succeeded ? await turn.AskAsync(dialog, budget.Error)
            : budget.Value < dialog.Amount("reward")
                ? await turn.AskAsync(dialog, CampaignErrors.BudgetTooSmall.With("minimum", dialog.Amount("reward").Value))
                : await turn.AskAsync(dialog.Next(ConfirmStep, ("budget", Invariant(budget.Value))));
    }

    private static async Task<Reply> CreateAsync(ChatTurn turn, DialogState dialog, CancellationToken cancellationToken)
    {
        var bot = new PromotedBot(dialog["bot_platform"], dialog["bot_id"], dialog["bot_name"]);
        var key = $"{dialog.Id:N}";
        var created = await turn.Sender.Send(
            new CreateCampaign(turn.Account.Id, dialog["title"], bot, dialog.Amount("reward"), key), cancellationToken);
        if (!created.Succeeded)
        {
            var step = created.Error.Code == CampaignErrors.BadTitle.Code ? TitleStep : RewardStep;
            return await turn.AskAsync(dialog.Next(step), created.Error);
        }

        return await Funds.FundAsync(turn, created.Value, dialog["title"], dialog.Amount("budget"), key, cancellationToken);
    }

    private Sun Earns(Sun reward) => reward - reward.Share(options.Value.PlatformFee);

    private static string Invariant(Sun amount) => amount.Value.ToString(CultureInfo.InvariantCulture);
}
