using System.Globalization;
using Marketplace.Campaigns;
using Marketplace.Frontends.Home;
using Marketplace.Kernel;
using Microsoft.Extensions.Options;

namespace Marketplace.Frontends.Campaigns;

internal sealed class CreateCampaignCommand() : Page("campaigns", "create_campaign", 20)
{
    public override Task<Reply> RunAsync(ChatTurn turn, ActionArguments arguments, CancellationToken cancellationToken) =>
        turn.BeginAsync(CreateCampaignDialog.DialogName, CreateCampaignDialog.TitleStep);
}

/// <summary>
/// Title, bot, reward, budget, summary; then the campaign is written and funded. At two places a forwarded answer of the bot shows that it can be proved: where the bot is
/// named, and before money is taken.
/// </summary>
internal sealed class CreateCampaignDialog(IOptions<CampaignsOptions> options) : IChatDialog
{
    public const string DialogName = "create_campaign";
    public const string TitleStep = "title";
    private const string BotStep = "bot";
    private const string RewardStep = "reward";
    private const string BudgetStep = "budget";
    private const string ConfirmStep = "confirm";

    public string Module => "campaigns";

    public string Name => DialogName;

    public async Task<ScreenBuilder> AskAsync(ChatTurn turn, DialogState dialog, CancellationToken cancellationToken) => dialog.Step switch
    {
        TitleStep => turn.Say("campaigns.create.title", ("most", CampaignTitle.MostCharacters)),
        BotStep => turn.Say("campaigns.create.bot"),
        RewardStep => turn.Say(
            "campaigns.create.reward", ("minimum", options.Value.MinimumReward), ("maximum", options.Value.MaximumReward), ("bot", "@" + dialog["bot_name"])),
        BudgetStep => turn.Say("campaigns.create.budget", ("reward", dialog.Amount("reward"))).Also(await Funds.AdBalanceAsync(turn, cancellationToken)),
        _ => await ConfirmAsync(turn, dialog, cancellationToken),
    };

    public async Task<Reply?> TakeAsync(ChatTurn turn, DialogState dialog, DialogAnswer answer, CancellationToken cancellationToken) => (dialog.Step, answer) switch
    {
        (TitleStep, { Text: { } text }) => await TitleAsync(turn, dialog, text),
        (BotStep, { Text: { } text }) => await BotAsync(turn, dialog, await turn.Platform.ResolveBotAsync(text, cancellationToken), null, cancellationToken),
        (BotStep, { Forward: { } forward }) => await BotAsync(turn, dialog, BotOf(forward), forward.Evidence, cancellationToken),
        (RewardStep, { Text: { } text }) => await RewardAsync(turn, dialog, text),
        (BudgetStep, { Text: { } text }) => await BudgetAsync(turn, dialog, text),
        (ConfirmStep, { Forward: { } forward }) => await TryAsync(turn, dialog, forward.Evidence, cancellationToken),
        (ConfirmStep, { Choice: "all" }) when await Funds.AdAsync(turn, cancellationToken) is { } ad && ad >= dialog.Amount("reward") =>
            await turn.AskAsync(dialog.Next(ConfirmStep, ("budget", Invariant(ad)))),
        (ConfirmStep, { Confirms: true }) => await CreateAsync(turn, dialog, cancellationToken),
        _ => null,
    };

    private async Task<ScreenBuilder> ConfirmAsync(ChatTurn turn, DialogState dialog, CancellationToken cancellationToken)
    {
        var (reward, budget) = (dialog.Amount("reward"), dialog.Amount("budget"));
        var screen = turn.Say(
                "campaigns.create.confirm",
                ("title", dialog["title"]),
                ("bot", "@" + dialog["bot_name"]),
                ("reward", reward),
                ("earns", Earns(reward)),
                ("budget", budget),
                ("people", budget.Value / reward.Value),
                ("tested", IsTested(dialog) ? "yes" : "no"));
        if (!IsTested(dialog))
        {
            var bot = "@" + dialog["bot_name"];
            screen.Also("campaigns.create.untested", ("bot", bot)).Link(turn.Label("campaigns.task.open_bot", ("bot", bot)), turn.Platform.LinkTo(BotOf(dialog)));
        }

        if (await Funds.AdAsync(turn, cancellationToken) is not { } ad || ad >= budget)
        {
            return screen.Confirm("campaigns.create.go", dialog);
        }

        // Told before anything is pressed, with both ways out.
        screen.Also("campaigns.create.missing", ("ad", ad), ("missing", budget - ad));
        if (ad >= reward)
        {
            screen.Choice(turn.Label("campaigns.create.all", ("ad", ad)), dialog, "all");
        }

        return screen.Confirm("campaigns.create.later", dialog);
    }

    private static async Task<Reply> TitleAsync(ChatTurn turn, DialogState dialog, string text)
    {
        // The module's own rule, here rather than at the end.
        var title = CampaignTitle.Parse(text);
        return title.Succeeded
            ? await turn.AskAsync(dialog.Next(BotStep, ("title", title.Value)))
            : await turn.AskAsync(dialog, title.Error);
    }

    /// <summary>A forwarded message that names the bot may be the very answer that shows it can be proved.</summary>
    private static async Task<Reply> BotAsync(
        ChatTurn turn, DialogState dialog, Result<PromotedBot> found, ForwardEvidence? evidence, CancellationToken cancellationToken)
    {
        if (!found.Succeeded)
        {
            return await turn.AskAsync(dialog, found.Error);
        }

        var tested = (IsTested(dialog) && BotOf(dialog) == found.Value)
            || (evidence is not null && (await turn.Sender.Send(new TryBot(found.Value, evidence), cancellationToken)).Succeeded);
        return await turn.AskAsync(dialog.Next(
            RewardStep,
            ("bot_platform", found.Value.Platform),
            ("bot_id", found.Value.Id),
            ("bot_name", found.Value.Username),
            ("tested", tested ? "yes" : "no")));
    }

    private static async Task<Reply> TryAsync(ChatTurn turn, DialogState dialog, ForwardEvidence evidence, CancellationToken cancellationToken)
    {
        var tried = await turn.Sender.Send(new TryBot(BotOf(dialog), evidence), cancellationToken);
        return await turn.AskAsync(tried.Succeeded ? dialog.Next(ConfirmStep, ("tested", "yes")) : dialog, tried.Error);
    }

    private static PromotedBot BotOf(DialogState dialog) => new(dialog["bot_platform"], dialog["bot_id"], dialog["bot_name"]);

    private static bool IsTested(DialogState dialog) => dialog.Data.GetValueOrDefault("tested") == "yes";

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
        var (key, budget) = ($"{dialog.Id:N}", dialog.Amount("budget"));
        var created = await turn.Sender.Send(
            new CreateCampaign(turn.Account.Id, dialog["title"], BotOf(dialog), dialog.Amount("reward"), key, IsTested(dialog), budget), cancellationToken);
        if (!created.Succeeded)
        {
            var step = created.Error.Code == CampaignErrors.BadTitle.Code ? TitleStep : RewardStep;
            return await turn.AskAsync(dialog.Next(step), created.Error);
        }

        return await Funds.FundAsync(turn, created.Value, dialog["title"], budget, key, isFirst: true, cancellationToken);
    }

    private Sun Earns(Sun reward) => reward - reward.Share(options.Value.PlatformFee);

    private static string Invariant(Sun amount) => amount.Value.ToString(CultureInfo.InvariantCulture);
}
