using Marketplace.Campaigns;
using Marketplace.Kernel;

namespace Marketplace.Frontends.Campaigns;

/// <summary>Takes an offer: the reward is reserved, and the task's screen says what to do.</summary>
internal sealed class TakeOffer : IChatAction
{
    public string Module => "campaigns";

    public string Name => "take";

    public ButtonStyle Style => ButtonStyle.Primary;

    public async Task<Reply> RunAsync(ChatTurn turn, ActionArguments arguments, CancellationToken cancellationToken)
    {
        var started = await turn.Sender.Send(new StartParticipation(turn.Account.Id, arguments.Id<CampaignId>(0)), cancellationToken);
        return started.Succeeded
            ? TaskScreen.Show(turn, started.Value)
            : turn.Explain(started.Error).Button("campaigns.more", "browse_bots").Home();
    }
}

/// <summary>A task that was begun: its two steps, and how much time is left.</summary>
internal sealed class TaskScreen : IChatAction
{
    public string Module => "campaigns";

    public string Name => "task";

    public static ScreenBuilder Show(ChatTurn turn, ParticipationView participation) => turn.Say(
            "campaigns.task",
            ("title", participation.Campaign.Title),
            ("earns", participation.Campaign.Earns),
            ("bot", "@" + participation.Campaign.Bot.Username),
            ("minutes", Minutes.Until(participation.ExpiresAt, turn)))
        .Link("campaigns.task.open", turn.Platform.LinkTo(participation.Campaign.Bot)).As(ButtonStyle.Primary)
        .Button("campaigns.task.give_up", "give_up", participation.Id)
        .Beside("campaigns.offer.report", "report", participation.Campaign.Id)
        .Home();

    public async Task<Reply> RunAsync(ChatTurn turn, ActionArguments arguments, CancellationToken cancellationToken)
    {
        var open = await turn.Sender.Send(new GetOpenParticipations(turn.Account.Id), cancellationToken);
        return open.FirstOrDefault(participation => participation.Id == arguments.Id<ParticipationId>(0)) is { } found
            ? Show(turn, found)
            : turn.Explain(CampaignErrors.ParticipationExpired).Button("campaigns.more", "browse_bots").Home();
    }
}

/// <summary>Gives a task up; the reward is free for others.</summary>
internal sealed class GiveUp : IChatAction
{
    public string Module => "campaigns";

    public string Name => "give_up";

    public async Task<Reply> RunAsync(ChatTurn turn, ActionArguments arguments, CancellationToken cancellationToken)
    {
        var given = await turn.Sender.Send(new CancelParticipation(turn.Account.Id, arguments.Id<ParticipationId>(0)), cancellationToken);
        var screen = given.Succeeded ? turn.Say("campaigns.task.given_up") : turn.Explain(given.Error);
        return screen.Button("campaigns.more", "browse_bots").Home();
    }
}

/// <summary>A forwarded message is the proof of a task; where it is accepted, the validation link follows.</summary>
internal sealed class ProofHandler : IForwardHandler
{
    public string Module => "campaigns";

    public async Task<Reply> HandleAsync(ChatTurn turn, MessageForwarded forward, CancellationToken cancellationToken)
    {
        var accepted = await turn.Sender.Send(new SubmitProof(turn.Account.Id, forward.Evidence), cancellationToken);
        return accepted.Succeeded
            ? turn.Say(
                    "campaigns.proof.accepted",
                    ("earns", accepted.Value.Earns),
                    ("minutes", Minutes.Until(accepted.Value.ExpiresAt, turn)))
                .Link("campaigns.proof.collect", turn.Platform.LinkToUs(ValidationPayload.For(accepted.Value.ValidationToken))).As(ButtonStyle.Success)
            : await RefusedAsync(turn, accepted.Error, cancellationToken);
    }

    /// <summary>Says why, and shows the open tasks again: the way to put it right is one tap.</summary>
    private static async Task<Reply> RefusedAsync(ChatTurn turn, Error error, CancellationToken cancellationToken)
    {
        var screen = turn.Explain(error);
        foreach (var participation in await turn.Sender.Send(new GetOpenParticipations(turn.Account.Id), cancellationToken))
        {
            screen.Link(turn.Label("campaigns.task.open_bot", ("bot", "@" + participation.Campaign.Bot.Username)), turn.Platform.LinkTo(participation.Campaign.Bot));
        }

        return screen.Button("menu.browse_bots", "browse_bots").Home();
    }
}

/// <summary>The validation link was opened: <c>v_</c> and the token.</summary>
internal sealed class ValidationPayload : IStartPayload
{
    public string Module => "campaigns";

    public string Prefix => "v_";

    public static string For(string token) => "v_" + token;

    public async Task<Reply> OpenAsync(ChatTurn turn, string value, CancellationToken cancellationToken)
    {
        var receipt = await turn.Sender.Send(new ConfirmParticipation(turn.Account.Id, value), cancellationToken);
        if (!receipt.Succeeded)
        {
            return turn.Explain(receipt.Error).Button("menu.browse_bots", "browse_bots").Home();
        }

        // What was earned stays to be read. The balance is a tap away and not shown here: the payment is a moment behind the promise.
        var (earned, title) = (("earned", (object)receipt.Value.Earned), ("title", (object)receipt.Value.CampaignTitle));
        return receipt.Value.Again
            ? WhatNext(turn.Say("campaigns.paid_before", earned, title))
            : turn.Say("campaigns.paid", earned, title).AsReceipt(WhatNext(turn.Say("home.next")));
    }

    private static Reply WhatNext(ScreenBuilder screen) => screen.Button("campaigns.more", "browse_bots").Button("menu.balance", "balance").Home();
}

/// <summary>Somebody writes to us instead of forwarding, with a task begun: its two steps once more.</summary>
internal sealed class WordsWithATask : ITextHandler
{
    public string Module => "campaigns";

    public async Task<Reply?> HandleAsync(ChatTurn turn, string text, CancellationToken cancellationToken) =>
        await turn.Sender.Send(new GetOpenParticipations(turn.Account.Id), cancellationToken) is [.., var newest] ? (Reply)TaskScreen.Show(turn, newest) : null;
}

/// <summary>The main menu speaks of what was begun.</summary>
internal sealed class OpenTasksLine : IHomeLine
{
    public string Module => "campaigns";

    public int Order => 20;

    public async Task<RichText?> SayAsync(ChatTurn turn, CancellationToken cancellationToken)
    {
        var open = await turn.Sender.Send(new GetOpenParticipations(turn.Account.Id), cancellationToken);
        return open.Count == 0 ? null : turn.Text("campaigns.home.open", ("count", open.Count));
    }
}

/// <summary>Time left as people count it: to the nearest minute, and never none while there is some.</summary>
internal static class Minutes
{
    public static long Until(DateTimeOffset end, ChatTurn turn) => Math.Max(1, (long)Math.Round((end - turn.Now).TotalMinutes));
}
