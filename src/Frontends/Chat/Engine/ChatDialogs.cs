namespace Marketplace.Frontends.Engine;

/// <summary>
/// The dialogs of a chat. One runs; one more may wait, interrupted by something else, to go on as it was; the one that came to its end last is known by its
/// id, for its buttons, pressed again, have had their effect. The two are never of one kind: who begins anew has done with what was before.
/// </summary>
/// <param name="Running">The one that takes the next answer.</param>
/// <param name="Paused">The one that waits.</param>
/// <param name="EndedId">The one that ended last.</param>
/// <param name="Expired">True where one of them waited too long.</param>
internal sealed record ChatDialogs(DialogState? Running, DialogState? Paused, Guid? EndedId, bool Expired = false)
{
    public static ChatDialogs None { get; } = new(null, null, null);

    /// <summary>The running one took an answer: it goes on, or is over, perhaps with another that follows from it.</summary>
    public ChatDialogs Answered(DialogState? next) => this with
    {
        Running = next,
        Paused = Unless(next),
        EndedId = Running?.Id == next?.Id ? EndedId : Running?.Id,
    };

    /// <summary>Something else was done, which may be the beginning of another: what ran waits, in the place of what waited before.</summary>
    public ChatDialogs Left(DialogState? next) => this with
    {
        Running = next,
        Paused = Running is { } left && left.Name != next?.Name ? left : Unless(next),
    };

    /// <summary>What waited goes on; what ran waits.</summary>
    public ChatDialogs Resumed() => this with { Running = Paused, Paused = Running };

    /// <summary>What runs is given up, else what waits.</summary>
    public ChatDialogs Cancelled() => this with { Running = null, Paused = Running is null ? null : Paused };

    private DialogState? Unless(DialogState? next) => Paused?.Name == next?.Name ? null : Paused;
}
